import { ERROR_CODES } from '@sweepline/contract';
import { Type, type TObject } from 'typebox';
import { ANYONE, type Route } from './route.ts';

const ErrorSchema = Type.Object({
  code: Type.Enum(Object.keys(ERROR_CODES)),
  message: Type.String(),
  details: Type.Optional(Type.Unknown()),
});

const json = (schema: unknown): object => ({ 'application/json': { schema } });

const operationId = ({ method, path }: Route): string =>
  method.toLowerCase() +
  path
    .split(/[/.{}]+/)
    .filter(Boolean)
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('');

function parametersOf({ path, query, paged }: Route): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const asked = query === undefined ? [] : queryParameters(query);
  const paging = paged
    ? [
        { name: 'after', in: 'query', schema: { type: 'string' }, description: '`next` of the page before' },
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 200 } },
      ]
    : [];
  return [...inPath, ...asked, ...paging];
}

function queryParameters(query: TObject): object[] {
  const required = new Set((query as { required?: string[] }).required);
  return Object.entries(query.properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema,
  }));
}

function bodyOf({ body, upload }: Route): object {
  if (upload !== undefined) {
    const content = Object.fromEntries(
      upload.types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
    );
    return { requestBody: { required: true, content } };
  }
  return body === undefined ? {} : { requestBody: { required: true, content: json(body) } };
}

function operationOf(route: Route): object {
  const { tag, summary, roles, answer, answerType } = route;
  const good =
    answer === undefined
      ? { '204': { description: 'done' } }
      : { '200': { description: 'done', content: { [answerType ?? 'application/json']: { schema: answer } } } };
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    description: roles === ANYONE ? 'For anyone.' : `For the roles ${roles.join(', ')}.`,
    ...(roles === ANYONE ? { security: [] } : {}),
    parameters: parametersOf(route),
    ...bodyOf(route),
    responses: { ...good, default: { description: 'refused', content: json({ $ref: '#/components/schemas/Error' }) } },
  };
}

/** The OpenAPI 3.1 document of the routes. */
export function openApiOf(routes: readonly Route[], prefix: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sweepline',
      version: '1.0.0',
      description:
        'Watches a municipal street-cleaning fleet live and proves metre by metre which kerb was cleaned. Times are RFC 3339 with offset, positions WGS84 degrees, lengths metres. Live messages come over the websocket `/api/v1/live`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: prefix }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'sweepline_session' },
      },
      schemas: { Error: ErrorSchema },
    },
  };
}
