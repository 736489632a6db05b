import { says } from '@sweepline/contract';
import { Readable } from 'node:stream';
import { OSMTransform } from 'osm-pbf-parser-node';
import { Refused, worded } from '../../refused.ts';
import type { OsmData, OsmRelation, OsmWay, Tags } from './osm-data.ts';

interface Item {
  readonly type?: string;
  readonly id: number;
  readonly lat: number;
  readonly lon: number;
  readonly refs?: readonly number[];
  readonly members?: OsmRelation['members'];
  readonly tags?: Tags;
}

/** Reads an OSM PBF extract. @throws Refused `bad-network` for anything else. */
export async function readOsmPbf(body: Uint8Array): Promise<OsmData> {
  const nodes = new Map<number, readonly [number, number]>();
  const ways: OsmWay[] = [];
  const relations: OsmRelation[] = [];
  try {
    if (body.length < 4) throw new Error('too short');
    const transform = new OSMTransform({ withTags: { node: false, way: true, relation: true }, withInfo: false });
    const source = Readable.from([Buffer.from(body.buffer, body.byteOffset, body.byteLength)]);
    source.on('error', (error) => transform.destroy(error));
    for await (const batch of source.pipe(transform) as AsyncIterable<readonly Item[]>) {
      for (const { type, id, lat, lon, refs, members, tags } of batch) {
        if (type === 'node') nodes.set(id, [lon, lat]);
        else if (type === 'way') ways.push({ id, refs: refs ?? [], tags: tags ?? {} });
        else if (type === 'relation') relations.push({ id, members: members ?? [], tags: tags ?? {} });
      }
    }
  } catch (cause) {
    throw new Refused(
      'bad-network',
      worded(
        `the body is not an OSM PBF extract: ${(cause as Error).message}`,
        says('not-of-format', { format: 'OSM PBF' }),
      ),
      undefined,
      cause,
    );
  }
  return { nodes, ways, relations };
}
