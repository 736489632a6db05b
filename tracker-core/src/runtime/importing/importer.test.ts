import { afterEach, describe, expect, test } from 'vitest';
import { importNetwork } from '../../network/importing/import-network.ts';
import { decodeNetwork, encodeNetwork } from '../../network/snapshot.ts';
import { Refused } from '../../refused.ts';
import { Importer } from './importer.ts';
import { jsonBytes } from './json-bytes.ts';

const M = 0.00001;
/** A grid of so many by so many streets of 80 m. */
function grid(side: number): Buffer {
  const features: object[] = [];
  const street = (id: string, a: number[], b: number[]): void =>
    void features.push({
      type: 'Feature',
      properties: { id, name: id },
      geometry: { type: 'LineString', coordinates: [a, b].map(([x, y]) => [10 + x! * 120 * M, 55 + y! * 70 * M]) },
    });
  for (let i = 0; i <= side; i++)
    for (let j = 0; j < side; j++) {
      street(`e${i}-${j}`, [j, i], [j + 1, i]);
      street(`n${i}-${j}`, [i, j], [i, j + 1]);
    }
  return Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
}

const always = (): Importer => new Importer({ small_bytes: 0 });
let importer = always();
afterEach(async () => {
  await importer.close();
  importer = always();
});
const refusalOf = (made: Promise<unknown>): Promise<Refused> =>
  made.then(
    () => expect.fail('imported'),
    (error: unknown) => (error instanceof Refused ? error : expect.fail(String(error))),
  );

// a thread that starts from the sources has them compiled first
describe('a network made in a thread', { timeout: 60_000 }, () => {
  test('is the one that would be made here, with its map and its warnings', async () => {
    const body = grid(5);
    const text = body.toString();
    const here = await importNetwork('geojson', body);
    const { snapshot, basemap, tag, ...told } = await importer.import('geojson', body);
    expect(Buffer.compare(snapshot, encodeNetwork(here.network))).toBe(0);
    expect(decodeNetwork(snapshot).edges).toHaveLength(60);
    expect(JSON.parse(Buffer.from(basemap).toString())).toEqual(here.basemap);
    expect(told).toEqual({ warnings: here.warnings, edges: here.edges, length_m: here.length_m });
    expect((await importer.import('geojson', Buffer.from(text))).tag).toBe(tag);
  });

  test('names the planned edges that it lacks or has elsewhere', async () => {
    const { network } = await importNetwork('geojson', grid(2));
    const [kept, moved] = [network.edges[0]!, network.edges[1]!];
    const values = { assignments: 2, routes: 1 };
    const { warnings } = await importer.import('geojson', grid(2), [
      { id: kept.id, present: kept, ...values },
      { id: moved.id, present: { ...moved, length_cm: moved.length_cm + 300 }, ...values },
      { id: 'gone', present: null, ...values },
    ]);
    expect(warnings).toMatchObject([
      { code: 'planned-changed', item: moved.id, values },
      { code: 'planned-gone', item: 'gone', values },
    ]);
  });

  test('a small one is made here, the same', async () => {
    const body = grid(5);
    const { snapshot, tag } = await importer.import('geojson', Uint8Array.from(body));
    const here = await new Importer().import('geojson', body);
    expect(here.tag).toBe(tag);
    expect(Buffer.compare(here.snapshot, snapshot)).toBe(0);
    expect(body).not.toHaveLength(0);
  });

  test('while it is made this thread goes on', async () => {
    let turns = 0;
    let over = false;
    const count = (): void => {
      turns++;
      if (!over) setImmediate(count);
    };
    const made = importer.import('geojson', grid(60));
    setImmediate(count);
    expect((await made).edges).toBe(7_320);
    over = true;
    // made here it would leave this thread a handful of turns
    expect(turns).toBeGreaterThan(100);
  });

  test('what cannot be one is refused with its code and details, and the next one is made', async () => {
    const empty = await refusalOf(
      importer.import('geojson', Buffer.from('{"type":"FeatureCollection","features":[]}')),
    );
    expect(empty).toMatchObject({ code: 'bad-network', details: { warnings: [] } });
    expect(await refusalOf(importer.import('osm-xml', Buffer.from('<html/>')))).toMatchObject({ code: 'bad-network' });
    expect((await importer.import('geojson', grid(1))).edges).toBe(4);
  });

  test('one that needs too much memory is refused, and the service lives', async () => {
    await importer.close();
    importer = new Importer({ heap_mb: 16 });
    expect(await refusalOf(importer.import('geojson', grid(120)))).toMatchObject({ code: 'too-large' });
  });

  test('one after the other, in the order of their coming', async () => {
    const order: number[] = [];
    const sizes = [8, 1, 4];
    await Promise.all(sizes.map(async (size) => order.push((await importer.import('geojson', grid(size))).edges)));
    expect(order).toEqual(sizes.map((size) => 2 * size * (size + 1)));
  });

  test('broken off at the end of the service', async () => {
    const refused = [importer.import('geojson', grid(60)), importer.import('geojson', grid(1))].map(refusalOf);
    await Promise.resolve();
    await importer.close();
    for (const one of await Promise.all(refused)) expect(one.code).toBe('unavailable');
  });
});

test('a map of many features is the JSON that it would be as one string', () => {
  const feature = (i: number) => ({ type: 'Feature' as const, properties: { name: `é${i}` }, geometry: null });
  for (const count of [0, 1, 4_999, 5_000, 5_001, 10_000]) {
    const whole = { type: 'FeatureCollection' as const, features: Array.from({ length: count }, (_, i) => feature(i)) };
    expect(Buffer.from(jsonBytes(whole)).equals(Buffer.from(JSON.stringify(whole)))).toBe(true);
  }
});
