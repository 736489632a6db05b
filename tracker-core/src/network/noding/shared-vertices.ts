import { cut, newNode, type Cuts } from './cuts.ts';
import type { Segments } from './segments.ts';

/** OSM stores seven decimals: about a centimetre. Vertices equal to that are one point. */
const STEPS_PER_DEGREE = 1e7;

/** One number per distinct position of the vertices, by open addressing over their rounded coordinates. */
export function positionsOf({ lonLat }: Segments): { position: Int32Array; count: number } {
  const vertices = lonLat.length >> 1;
  const position = new Int32Array(vertices);
  let size = 16;
  while (size < 2 * vertices) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  let count = 0;
  for (let v = 0; v < vertices; v++) {
    const x = Math.round(lonLat[2 * v]! * STEPS_PER_DEGREE);
    const y = Math.round(lonLat[2 * v + 1]! * STEPS_PER_DEGREE);
    let slot = (Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & (size - 1);
    for (;;) {
      const held = slots[slot]!;
      if (held < 0) {
        slots[slot] = v;
        position[v] = count++;
        break;
      }
      if (
        Math.round(lonLat[2 * held]! * STEPS_PER_DEGREE) === x &&
        Math.round(lonLat[2 * held + 1]! * STEPS_PER_DEGREE) === y
      ) {
        position[v] = position[held]!;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return { position, count };
}

/** Node of each vertex, −1 where none stands: ends of edges and positions that more than one vertex has. */
export function cutAtSharedVertices(cuts: Cuts, segments: Segments): Int32Array {
  const { vertexFrom, vertexAt_m } = segments;
  const { position, count } = positionsOf(segments);
  const uses = new Int32Array(count);
  for (const p of position) uses[p]!++;
  const nodeAt = new Int32Array(count).fill(-1);
  const nodeOfVertex = new Int32Array(position.length).fill(-1);
  for (let edge = 0; edge + 1 < vertexFrom.length; edge++) {
    const first = vertexFrom[edge]!;
    const last = vertexFrom[edge + 1]! - 1;
    for (let v = first; v <= last; v++) {
      const p = position[v]!;
      if (v !== first && v !== last && uses[p] === 1) continue;
      if (nodeAt[p]! < 0) nodeAt[p] = newNode(cuts);
      nodeOfVertex[v] = nodeAt[p]!;
      cut(cuts, edge, vertexAt_m[v]!, nodeAt[p]!);
    }
  }
  return nodeOfVertex;
}
