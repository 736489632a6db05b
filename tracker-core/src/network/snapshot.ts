import Flatbush from 'flatbush';
import { networkOf } from './build.ts';
import type { Coincidences, Edge, Graph, Network } from './network.ts';

/**
 * A built network as bytes, so that a start needs no noding. Magic, version, then blocks: u32 type, u32 byte length,
 * padding to eight bytes, the numbers in the machine's order (little-endian everywhere this runs).
 */
const MAGIC = 0x574c_4e31; // "1NLW"
const VERSION = 1;
const HEADER_BYTES = 16;

const BLOCKS = { u8: Uint8Array, i8: Int8Array, i32: Int32Array, f64: Float64Array } as const;
type Kind = keyof typeof BLOCKS;
const KINDS: readonly Kind[] = ['u8', 'i8', 'i32', 'f64'];
type Block = Uint8Array | Int8Array | Int32Array | Float64Array;

const ONEWAYS: readonly Edge['oneway'][] = ['no', 'forward', 'backward'];

export function encodeNetwork(network: Network): Uint8Array {
  const { edges, graph: g, coincidences: c, index } = network;
  const texts: (string | null)[] = [];
  const numbers = new Int32Array(3 * edges.length);
  const coordinateFrom = new Int32Array(edges.length + 1);
  edges.forEach(({ id, name, class: kind, oneway, layer, length_cm, coordinates }, e) => {
    texts.push(id, name, kind);
    numbers.set([ONEWAYS.indexOf(oneway), layer, length_cm], 3 * e);
    coordinateFrom[e + 1] = coordinateFrom[e]! + coordinates.length;
  });
  const coordinates = new Float64Array(coordinateFrom[edges.length]!);
  edges.forEach((edge, e) => coordinates.set(edge.coordinates, coordinateFrom[e]!));
  return packed([
    new TextEncoder().encode(JSON.stringify(texts)),
    numbers,
    coordinateFrom,
    coordinates,
    Int32Array.of(g.nodes, g.arcs, g.connectorsFrom),
    g.arcEdge,
    g.arcFrom,
    g.arcTo,
    g.arcStart_m,
    g.arcLength_m,
    g.arcOneway,
    g.arcVertex,
    g.vertices,
    g.segmentArc,
    g.segmentAt_m,
    g.leavingFrom,
    g.leaving,
    c.rowFrom,
    c.other,
    c.span_cm,
    new Uint8Array(index.data),
  ]);
}

/** @throws RangeError where the bytes are not a snapshot of this version, or cut short. */
export function decodeNetwork(bytes: Uint8Array): Network {
  const decoding = decodingNetwork(bytes);
  for (;;) {
    const { done, value } = decoding.next();
    if (done) return value;
  }
}

/** Edges, and bytes of their texts, that are read in one portion: some milliseconds. */
const EDGES_AT_ONCE = 10_000;
const TEXT_AT_ONCE = 512 * 1024;

/**
 * The same in portions, for a million edges take seconds.
 * @throws RangeError where the bytes are not a snapshot of this version, or cut short.
 */
export function* decodingNetwork(bytes: Uint8Array): Generator<void, Network> {
  const blocks = unpacked(bytes);
  let at = 0;
  const next = <Wanted extends Block>(kind: new (length: number) => Wanted): Wanted => {
    const block = blocks[at++];
    if (!(block instanceof kind)) throw new RangeError(`network snapshot: block ${at - 1} is not of the expected kind`);
    return block;
  };
  const texts: (string | null)[] = [];
  for (const portion of portionsOf(next(Uint8Array))) {
    for (const one of portion) texts.push(one);
    yield;
  }
  const numbers = next(Int32Array);
  const coordinateFrom = next(Int32Array);
  const coordinates = next(Float64Array);
  // many edges share a name, nearly all a class: one text for all of them
  const shared = new Map<string, string>();
  const text = (at: number): string | null => {
    const one = texts[at] ?? null;
    if (one === null) return null;
    const known = shared.get(one);
    if (known === undefined) shared.set(one, one);
    return known ?? one;
  };
  const edges: Edge[] = [];
  const numberOf = new Map<string, number>();
  for (let e = 0; e + 1 < coordinateFrom.length; e++) {
    if (e % EDGES_AT_ONCE === EDGES_AT_ONCE - 1) yield;
    const id = texts[3 * e]!;
    numberOf.set(id, e);
    edges.push({
      id,
      name: text(3 * e + 1),
      class: text(3 * e + 2),
      oneway: ONEWAYS[numbers[3 * e]!]!,
      layer: numbers[3 * e + 1]!,
      length_cm: numbers[3 * e + 2]!,
      coordinates: coordinates.subarray(coordinateFrom[e]!, coordinateFrom[e + 1]!),
    });
  }
  const [nodes, arcs, connectorsFrom] = next(Int32Array) as unknown as [number, number, number];
  const graph: Graph = {
    nodes,
    arcs,
    connectorsFrom,
    arcEdge: next(Int32Array),
    arcFrom: next(Int32Array),
    arcTo: next(Int32Array),
    arcStart_m: next(Float64Array),
    arcLength_m: next(Float64Array),
    arcOneway: next(Int8Array),
    arcVertex: next(Int32Array),
    vertices: next(Float64Array),
    segmentArc: next(Int32Array),
    segmentAt_m: next(Float64Array),
    leavingFrom: next(Int32Array),
    leaving: next(Int32Array),
  };
  const coincidences: Coincidences = { rowFrom: next(Int32Array), other: next(Int32Array), span_cm: next(Int32Array) };
  const index = next(Uint8Array).slice();
  yield;
  return networkOf(edges, graph, coincidences, Flatbush.from(index.buffer), numberOf);
}

const [QUOTE, COMMA, BACKSLASH] = ['"', ',', '\\'].map((sign) => sign.charCodeAt(0));

/** What a JSON array of strings and nulls holds, parsed in portions: cut where one string ends and another begins. */
function* portionsOf(json: Uint8Array): Generator<(string | null)[]> {
  const decoder = new TextDecoder();
  let from = 1;
  for (let at = TEXT_AT_ONCE; at + 2 < json.length; at++) {
    // a quote inside a string has a backslash before it, one that begins a string a comma; to be sure, both are passed over
    const between = json[at] === COMMA && json[at - 1] === QUOTE && json[at + 1] === QUOTE;
    if (!between || json[at - 2] === BACKSLASH || json[at - 2] === COMMA) continue;
    yield JSON.parse(`[${decoder.decode(json.subarray(from, at))}]`) as (string | null)[];
    from = at + 1;
    at += TEXT_AT_ONCE;
  }
  yield JSON.parse(`[${decoder.decode(json.subarray(from))}`) as (string | null)[];
}

function packed(blocks: readonly Block[]): Uint8Array {
  const size = blocks.reduce((sum, block) => sum + 8 + padded(block.byteLength), HEADER_BYTES);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, blocks.length, true);
  let at = HEADER_BYTES;
  for (const block of blocks) {
    view.setUint32(
      at,
      KINDS.findIndex((kind) => block instanceof BLOCKS[kind]),
      true,
    );
    view.setUint32(at + 4, block.byteLength, true);
    bytes.set(new Uint8Array(block.buffer, block.byteOffset, block.byteLength), at + 8);
    at += 8 + padded(block.byteLength);
  }
  return bytes;
}

function unpacked(given: Uint8Array): Block[] {
  // blocks are read in place and need an eight-byte boundary
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError(`network snapshot: ${bytes.byteLength} bytes without its magic number`);
  }
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw new RangeError(`network snapshot version ${version}, expected ${VERSION}`);
  const count = view.getUint32(8, true);
  const blocks: Block[] = [];
  let at = HEADER_BYTES;
  for (let b = 0; b < count; b++) {
    const kind = at + 8 <= bytes.byteLength ? KINDS[view.getUint32(at, true)] : undefined;
    const length = kind === undefined ? 0 : view.getUint32(at + 4, true);
    if (kind === undefined || at + 8 + length > bytes.byteLength) {
      throw new RangeError(`network snapshot: cut short at byte ${at} of ${bytes.byteLength}`);
    }
    const Type = BLOCKS[kind];
    blocks.push(new Type(bytes.buffer as ArrayBuffer, bytes.byteOffset + at + 8, length / Type.BYTES_PER_ELEMENT));
    at += 8 + padded(length);
  }
  return blocks;
}

const padded = (length: number): number => (length + 7) & ~7;
