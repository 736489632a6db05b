import { describe, expect, it } from 'vitest';
import { ROUTES } from '../routes/index.ts';
import { openApiOf } from './openapi.ts';

interface Operation {
  operationId: string;
  parameters: { name: string; in: string }[];
  requestBody?: { content: object };
  responses: Record<string, unknown>;
}

const document = JSON.parse(JSON.stringify(openApiOf(ROUTES, '/api/v1'))) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the OpenAPI document', () => {
  it('covers every request, and nothing else', () => {
    expect(document.openapi).toBe('3.1.0');
    const listed = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort();
    expect(listed).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('names every parameter of a path, and no operation twice', () => {
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
    }
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes the body and the answer of each', () => {
    for (const { operation } of operations) expect(Object.keys(operation.responses).length).toBe(2);
    const puts = operations.filter(({ method }) => method === 'put');
    expect(puts.filter(({ operation }) => operation.requestBody === undefined)).toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(references)).toEqual(new Set(['#/components/schemas/Error']));
    expect(document.components.schemas).toHaveProperty('Error');
  });
});
