import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { csvRows } from './csv.ts';
import { idOf, readRecording } from './recording.ts';
import { streetsOf } from './streets.ts';
import { instantMs } from './times.ts';

const at = Date.parse('2020-02-20T12:00:04Z');

describe('times', () => {
  it.each([
    ['2020-02-20T12:00:04Z', at],
    ['2020-02-20 12:00:04', at],
    ['2020-02-20T06:00:04-06:00', at],
    ['2020-02-20 14:00:04+0200', at],
    [at, at],
    [at / 1000, at],
    [String(at / 1000), at],
    ['yesterday', null],
    [undefined, null],
  ])('%s', (given, expected) => expect(instantMs(given)).toBe(expected));
});

describe('CSV', () => {
  it('knows quotes, CR LF, a byte order mark and missing cells', () => {
    const rows = csvRows('\uFEFFa,B,c\r\n1,"x, ""y""\nz",3\r\n4,5\r\n');
    expect(rows).toEqual([
      { a: '1', b: 'x, "y"\nz', c: '3' },
      { a: '4', b: '5', c: '' },
    ]);
  });
});

describe('a recording', () => {
  const csv =
    'truck,time_utc,lat,lon,odometer_mi\r\n7,2020-02-20T12:00:19Z,43.1,-76.2,10\r\n7,2020-02-20T12:00:04Z,43,-76,\r\n7,2020-02-20T12:00:04Z,44,-76,1\r\n8,2020-02-20T12:00:05Z,0,0,1\r\n';

  it('is sorted, without twins and without null islands, miles made kilometres', () => {
    const { tracks, skipped, first_ms, last_ms } = readRecording(csv, 'x.csv');
    expect([...tracks.keys()]).toEqual(['7']);
    expect(tracks.get('7')).toEqual([
      { ts_ms: at, lat: 43, lon: -76, fields: {} },
      { ts_ms: at + 15_000, lat: 43.1, lon: -76.2, fields: { odometer_km: 16.093 } },
    ]);
    expect([skipped, first_ms, last_ms]).toEqual([2, at, at + 15_000]);
  });

  it('may be JSON lines, tracks of points or well-known text', () => {
    const lines =
      '{"device":"d","ts":1582200004000,"lat":1,"lon":2,"gear":{"brush":true}}\n{"id":3,"points":[["2020-02-20T12:00:04Z",2,1]]}\n';
    const { tracks } = readRecording(lines, 'x.jsonl');
    expect(tracks.get('d')![0]).toEqual({ ts_ms: at, lat: 1, lon: 2, fields: { gear: { brush: true } } });
    expect(tracks.get('3')![0]).toEqual({ ts_ms: at, lat: 1, lon: 2, fields: {} });
    const text = '[{"id":"\\\\x0001","time":"2020-02-20 14:00:04+0200","point":"POINT(2 1)"}]';
    expect(readRecording(text, 'x.json').tracks.get('\\x0001')).toEqual([{ ts_ms: at, lat: 1, lon: 2, fields: {} }]);
  });

  it('complains by file, and by line', () => {
    expect(() => readRecording('a,b\n1,2\n', 'x.csv')).toThrow('x.csv: no line with a device');
    expect(() => readRecording('{"a":1}\n{oh\n', 'x.jsonl')).toThrow('x.jsonl:2 is not JSON');
  });

  it('gives ids of the contract', () => {
    expect(idOf('town', '\\x0001')).toBe('town-x0001');
    expect(idOf('town', 'Машина 7')).toBe('town-7');
  });
});

describe('streets', () => {
  it('takes a city file over', () => {
    const feature = {
      type: 'Feature',
      properties: { id: 5, name: 'A', cls: 'MAJOR', oneway: 'TF', mph: '30' },
      geometry: null,
    };
    const mapped = streetsOf(JSON.stringify({ features: [feature] }), 's') as { features: unknown[] };
    expect(mapped.features[0]).toMatchObject({ properties: { id: '5', name: 'A', class: 'MAJOR', oneway: '-1' } });
    expect(() => streetsOf('[]', 's.geojson')).toThrow('s.geojson: expected');
  });
});

const shared = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

describe.skipIf(!existsSync(shared))('recordings of real fleets, where the shared data are present', () => {
  it.each([
    ['syracuse/demo-slice-2020-02-20-12to14utc.csv', 20, 6_087],
    ['chicago/plow-tracker-2015-12-02.csv', 147, 1_708],
    ['hof/tracks.jsonl', 27, 1_247],
    ['barefoot/x0001-015.json', 1, 80],
  ])('%s', (file, devices, lines) => {
    const { tracks, skipped } = readRecording(readFileSync(shared + file, 'utf8'), file);
    const fixes = [...tracks.values()].reduce((sum, track) => sum + track.length, 0);
    expect([tracks.size, fixes + skipped]).toEqual([devices, lines]);
    expect(skipped).toBeLessThan(lines * 0.05);
  });
});
