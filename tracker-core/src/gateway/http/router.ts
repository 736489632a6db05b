import type { Method, Route } from './route.ts';

export type Found =
  | { readonly kind: 'route'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'method-not-allowed'; readonly allowed: readonly Method[] }
  | { readonly kind: 'not-found' };

interface Node {
  readonly fixed: Map<string, Node>;
  parameter: Node | null;
  readonly routes: Map<Method, Route>;
}

const emptyNode = (): Node => ({ fixed: new Map(), parameter: null, routes: new Map() });

const isParameter = (segment: string): boolean => segment.startsWith('{');

/** Finds the route of a method and path. Fixed segments win over parameters. */
export class Router {
  #root = emptyNode();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      let node = this.#root;
      for (const segment of segmentsOf(route.path)) node = childOf(node, segment);
      if (node.routes.has(route.method)) throw new Error(`${route.method} ${route.path} is declared twice`);
      node.routes.set(route.method, route);
    }
  }

  /** `path` as it came, percent-encoded, below the prefix. */
  find(method: string, path: string): Found {
    const segments = segmentsOf(path);
    const node = walk(this.#root, segments, 0);
    if (node === null) return { kind: 'not-found' };
    const route = node.routes.get((method === 'HEAD' ? 'GET' : method) as Method);
    if (route === undefined) return { kind: 'method-not-allowed', allowed: [...node.routes.keys()] };
    const params = paramsOf(route, segments);
    return params === null ? { kind: 'not-found' } : { kind: 'route', route, params };
  }
}

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

function childOf(node: Node, segment: string): Node {
  if (isParameter(segment)) return (node.parameter ??= emptyNode());
  let child = node.fixed.get(segment);
  if (child === undefined) node.fixed.set(segment, (child = emptyNode()));
  return child;
}

function walk(node: Node, segments: readonly string[], at: number): Node | null {
  const segment = segments[at];
  if (segment === undefined) return node.routes.size > 0 ? node : null;
  const fixed = node.fixed.get(segment);
  const found = fixed === undefined ? null : walk(fixed, segments, at + 1);
  if (found !== null || node.parameter === null || segment === '') return found;
  return walk(node.parameter, segments, at + 1);
}

function paramsOf(route: Route, segments: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, name] of segmentsOf(route.path).entries()) {
    if (!isParameter(name)) continue;
    try {
      params[name.slice(1, -1)] = decodeURIComponent(segments[index]!);
    } catch {
      return null;
    }
  }
  return params;
}
