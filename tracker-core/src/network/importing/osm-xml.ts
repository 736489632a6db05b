import { says } from '@sweepline/contract';
import { SaxesParser } from 'saxes';
import { Refused, worded } from '../../refused.ts';
import type { OsmData, OsmRelation, OsmWay } from './osm-data.ts';

/** Bytes decoded and parsed at a time. */
const CHUNK = 1 << 20;

/** Reads OSM XML in whatever order its elements come. @throws Refused `bad-network` for anything else. */
export function readOsmXml(body: Uint8Array): OsmData {
  const nodes = new Map<number, readonly [number, number]>();
  const ways: OsmWay[] = [];
  const relations: OsmRelation[] = [];
  let way: { id: number; refs: number[]; tags: Record<string, string> } | null = null;
  let relation: { id: number; members: OsmRelation['members'][number][]; tags: Record<string, string> } | null = null;
  let root: string | null = null;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    root ??= name;
    const number = (key: string) => Number(attributes[key] ?? NaN);
    if (name === 'node') {
      const place = [number('lon'), number('lat')] as const;
      if (place.every(Number.isFinite)) nodes.set(number('id'), place);
    } else if (name === 'way') way = { id: number('id'), refs: [], tags: {} };
    else if (name === 'relation') relation = { id: number('id'), members: [], tags: {} };
    else if (name === 'nd') way?.refs.push(number('ref'));
    else if (name === 'member') {
      relation?.members.push({ type: attributes['type'] ?? '', ref: number('ref'), role: attributes['role'] ?? '' });
    } else if (name === 'tag') {
      const of = way ?? relation;
      if (of !== null) of.tags[attributes['k'] ?? ''] = attributes['v'] ?? '';
    }
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'way' && way !== null) {
      ways.push(way);
      way = null;
    } else if (name === 'relation' && relation !== null) {
      relations.push(relation);
      relation = null;
    }
  });
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for (let at = 0; at < body.length; at += CHUNK) {
      parser.write(decoder.decode(body.subarray(at, at + CHUNK), { stream: true }));
    }
    parser.write(decoder.decode()).close();
  } catch (cause) {
    const message = `the body is not OSM XML: ${(cause as Error).message}`;
    throw new Refused('bad-network', worded(message, says('broken-file', { format: 'OSM XML' })), undefined, cause);
  }
  if (root !== 'osm') {
    const message = `expected OSM XML with the root <osm>, got <${root ?? ''}>`;
    throw new Refused('bad-network', worded(message, says('not-of-format', { format: 'OSM XML' })));
  }
  return { nodes, ways, relations };
}
