import { beforeAll, describe, expect, test } from 'vitest';
import {
  CHAIN,
  CLAIM,
  fixesName,
  networkName,
  planName,
  resultName,
  type PackedChain,
  type PackedClaim,
  type PackedResult,
} from '../pack/content.ts';
import { encodeNetwork } from '../../network/snapshot.ts';
import { MANIFEST, SIGNATURE } from '../pack/manifest.ts';
import { linkOf } from '../chain/link.ts';
import { packed, sampleKey, sampleParts, sampleStreets, sourceOf, type SampleParts } from '../testing/sample-pack.ts';
import { readFixLine, fixLine } from '../pack/content.ts';
import { entriesOf } from './read-pack.ts';
import { verifyPack, type Held, type Verdict } from './verify-pack.ts';

const key = sampleKey();
const thief = sampleKey();
let parts: SampleParts;
let pack: Buffer;
beforeAll(async () => {
  parts = await sampleParts();
  pack = await packed(parts.files, key);
});

const held = (changes: Partial<Held> = {}): Held => ({ key: key.publicKey, heads: parts.heads, ...changes });
const verify = (bytes: Uint8Array, with_: Held = held()): Verdict => verifyPack(sourceOf(bytes), with_);
const told = ({ faults }: Verdict): string[] => faults.map(({ check, where }) => `${check}: ${where}`);

/** The pack with members changed, put together and signed anew by who does not have the key. */
async function forged(change: (files: Map<string, Buffer>) => void): Promise<Buffer> {
  const files = new Map(parts.files);
  change(files);
  return packed(files, thief);
}
const edit = <Value>(files: Map<string, Buffer>, name: string, change: (value: Value) => void): void => {
  const value = JSON.parse(files.get(name)!.toString()) as Value;
  change(value);
  files.set(name, Buffer.from(`${JSON.stringify(value)}\n`));
};
const linesOf = (files: Map<string, Buffer>): string[] => files.get(fixesName('d1'))!.toString().trimEnd().split('\n');
const putLines = (files: Map<string, Buffer>, lines: readonly string[]): void =>
  void files.set(fixesName('d1'), Buffer.from(`${lines.join('\n')}\n`));

/** Makes chain.json fit whatever the fixes are now, as who forges carefully would. */
function rechain(files: Map<string, Buffer>): void {
  const fixes = linesOf(files).map((line) => readFixLine(line)!);
  edit<PackedChain>(files, CHAIN, ({ devices }) => {
    let at = 0;
    let before = '0'.repeat(64);
    for (const day of devices[0]!.days) {
      const of = fixes.filter(({ received_ms }) => new Date(received_ms).toISOString().startsWith(day.day));
      let head: Uint8Array = Buffer.from(before, 'hex');
      for (const { received_ms, body } of of) head = linkOf(head, received_ms, body);
      Object.assign(day, {
        after: at,
        before,
        fixes: of.length,
        count: at + of.length,
        head: Buffer.from(head).toString('hex'),
      });
      at += of.length;
      before = day.head;
    }
  });
  putLines(
    files,
    fixes.map(({ received_ms, body }, at) => fixLine(at + 1, received_ms, body).trimEnd()),
  );
}

test('a pack as it was written is equal, in everything that can be looked at', () => {
  const verdict = verify(pack);
  expect(verdict.faults).toEqual([]);
  expect(verdict.outcomes.map(({ check, gap }) => [check, gap])).toEqual(
    ['archive', 'manifest', 'members', 'signature', 'chain', 'heads', 'coverage', 'money'].map((check) => [
      check,
      null,
    ]),
  );
  const { looked } = verdict.outcomes.find(({ check }) => check === 'money')!;
  expect(looked).toBeGreaterThan(1);
});

test('the same parts give the same bytes', async () => {
  expect((await packed(parts.files, key)).equals(pack)).toBe(true);
});

test('without key and heads it says what it could not look at', () => {
  const verdict = verify(pack, { key: null, heads: null });
  expect(verdict.faults).toEqual([]);
  expect(verdict.outcomes.filter(({ gap }) => gap !== null).map(({ check }) => check)).toEqual(['signature', 'heads']);
});

describe('a changed byte', () => {
  test('of any member is found, and the member named', () => {
    for (const entry of entriesOf(sourceOf(pack))) {
      const begin = entry.offset + 30 + Buffer.byteLength(entry.name);
      for (const share of [0, 0.5, 0.999]) {
        const changed = Buffer.from(pack);
        changed[begin + Math.floor(share * entry.packed)]! ^= 0x04;
        const { faults } = verify(changed);
        expect(
          faults.map(({ where }) => where),
          `${entry.name} at ${share}`,
        ).toContainEqual(expect.stringContaining(entry.name === MANIFEST ? 'manifest' : entry.name));
      }
    }
  });

  test('anywhere in the archive is found', () => {
    for (let at = 0; at < pack.length; at += 29) {
      const changed = Buffer.from(pack);
      changed[at]! ^= 1 << (at % 8);
      expect(verify(changed).faults.length, `byte ${at}`).toBeGreaterThan(0);
    }
  }, 120_000);

  test('and so is what is cut off, or put behind', () => {
    expect(verify(pack.subarray(0, -1)).faults).not.toEqual([]);
    expect(verify(Buffer.concat([pack, Buffer.alloc(1)])).faults).not.toEqual([]);
    expect(verify(pack.subarray(0, pack.length / 2)).faults).not.toEqual([]);
    expect(verify(Buffer.alloc(0)).faults).not.toEqual([]);
  });
});

describe('a pack put together anew without the key', () => {
  test('is not signed by the key that was given, even where nothing else was changed', async () => {
    expect(told(verify(await forged(() => undefined)))).toEqual([`signature: ${SIGNATURE}`, `signature: ${SIGNATURE}`]);
  });

  // Against a verifier who has no key: what is wrong shows all the same.
  const found = async (
    change: (files: Map<string, Buffer>) => void,
    heads: Held['heads'] = parts.heads,
  ): Promise<string[]> => told(verify(await forged(change), { key: null, heads }));

  test.each([CLAIM, 'network', 'plans', 'results', 'fixes', CHAIN])('without its member %s', async (name) => {
    const full = [...parts.files.keys()].find((one) => one.startsWith(name))!;
    expect((await found((files) => void files.delete(full))).join('\n')).toMatch(/missing|cannot|chain|coverage|money/);
  });

  test('with a member too many', async () => {
    expect(await found((files) => void files.set(fixesName('d2'), Buffer.from('')))).toContain('chain: fixes/d2.jsonl');
  });

  test('with two members swapped', async () => {
    const swap = (files: Map<string, Buffer>): void => {
      const [plan, result] = [planName('r1', 1), resultName('a1')];
      const content = files.get(plan)!;
      files.set(plan, files.get(result)!);
      files.set(result, content);
    };
    expect(await found(swap)).toContain('coverage: results/a1.json');
  });

  test('with a fix dropped', async () => {
    expect(await found((files) => putLines(files, linesOf(files).toSpliced(10, 1)))).toContain('chain: d1 2026-10-05');
  });

  test('with a fix dropped and the chain made to fit: by the published heads, and by the result', async () => {
    const drop = (files: Map<string, Buffer>): void => {
      putLines(files, linesOf(files).toSpliced(20, 1));
      rechain(files);
    };
    expect(await found(drop)).toEqual(
      expect.arrayContaining(['heads: d1 2026-10-05', 'heads: d1 2026-10-06', 'coverage: a1']),
    );
    expect(await found(drop, null)).toEqual(['coverage: a1', 'coverage: a1']);
  });

  test('with the first fixes of a day left out', async () => {
    const drop = (files: Map<string, Buffer>): void => {
      const lines = linesOf(files);
      putLines(files, lines.slice(3));
      edit<PackedChain>(files, CHAIN, ({ devices }) => {
        const day = devices[0]!.days[0] as { after: number; before: string; fixes: number };
        let head: Uint8Array = Buffer.from(day.before, 'hex');
        for (const line of lines.slice(0, 3)) {
          const { received_ms, body } = readFixLine(line)!;
          head = linkOf(head, received_ms, body);
        }
        Object.assign(day, { after: 3, before: Buffer.from(head).toString('hex'), fixes: day.fixes - 3 });
      });
    };
    expect(await found(drop)).toContain('heads: d1 2026-10-05');
  });

  test('with a fix added, or its time of receipt changed', async () => {
    const add = (files: Map<string, Buffer>): void => {
      const lines = linesOf(files);
      const { no, received_ms, body } = readFixLine(lines[10]!)!;
      const other = body.replace(/:0(\d)\.000Z/, ':0$1.500Z').replace(/:(\d\d)\.000Z/, ':$1.500Z');
      putLines(files, [...lines, fixLine(no, received_ms, other).trimEnd()]);
    };
    expect(await found(add)).toContain('chain: d1 2026-10-05');
    const receive = (files: Map<string, Buffer>): void =>
      putLines(
        files,
        linesOf(files).map((line) => line.replace(/"received_ms":(\d+)0\b/, '"received_ms":$11')),
      );
    expect(await found(receive)).toContain('chain: d1 2026-10-05');
  });

  test('with a whole day left out', async () => {
    const drop = (files: Map<string, Buffer>): void => {
      putLines(
        files,
        linesOf(files).filter((line) => !line.includes('2026-10-06')),
      );
      edit<PackedChain>(files, CHAIN, ({ devices }) => void (devices[0]!.days as unknown[]).pop());
    };
    expect(await found(drop)).toEqual(['heads: d1 2026-10-06']);
  });

  test('with a fix changed and everything made to fit but the result', async () => {
    const change = (files: Map<string, Buffer>): void => {
      putLines(
        files,
        linesOf(files).map((line) => line.replace('"brush":true', '"brush":false')),
      );
      rechain(files);
    };
    const faults = await found(change, null);
    expect(faults).toContain('coverage: a1');
    expect(verify(await forged(change), { key: null, heads: null }).faults[0]!.message).toMatch(
      /^leg e0 right pass 1: /,
    );
  });

  test('with a result, a plan or the streets changed', async () => {
    const result = (files: Map<string, Buffer>): void =>
      edit<PackedResult>(files, resultName('a1'), ({ answer }) =>
        Object.assign(answer, { covered_m: answer.covered_m - 10 }),
      );
    expect(await found(result)).toContain('coverage: a1');
    const plan = (files: Map<string, Buffer>): void =>
      edit<{ legs: unknown[] }>(files, planName('r1', 1), ({ legs }) => void legs.pop());
    expect(await found(plan)).toContain('coverage: a1');
    const moved = Buffer.from(encodeNetwork(await sampleStreets(0.001)));
    expect(await found((files) => void files.set(networkName(1), moved))).toContain('coverage: a1');
  });

  test('a claim that was drafted by another version is told as that, not line by line', async () => {
    const older = await forged((files) =>
      edit<PackedClaim>(files, CLAIM, ({ setup, lines }) => {
        delete (setup as { draftVersion?: string }).draftVersion;
        lines[0]!.streets = [];
      }),
    );
    const { faults } = verify(older, held({ key: thief.publicKey }));
    const [first, ...others] = faults.filter(({ check }) => check === 'money');
    expect(first?.message).toContain('another version of the service (drafts 1)');
    // What is the same by every version is held all the same.
    expect(others.map(({ message }) => message)).toEqual([
      'the digest of the issued claim is not that of contract, terms and lines',
    ]);
  });

  test.each<[string, (claim: PackedClaim) => void, string]>([
    ['an amount', ({ lines }) => void (lines[0]!.amount += 1), 'line 1'],
    ['a line left out', ({ lines }) => void (lines as unknown[]).splice(1, 1), 'line 2'],
    ['a line added', ({ lines }) => void (lines as unknown[]).push({ ...lines[0]!, no: 99 }), 'line 99'],
    ['a line that no longer stands', ({ lines }) => void (lines[0]!.state = 'covered'), 'line 1'],
    ['a total', ({ claim }) => void (claim.total += 1), CLAIM],
    ['a price', ({ setup }) => void (setup.terms[0]!.terms.prices[0]!.perMetre = '3'), 'line 1'],
    ['a rule’s sum', ({ setup }) => Object.assign(setup.terms[0]!.terms.rules[0]!.charge, { amount: 9 }), CLAIM],
    ['the number', ({ claim }) => void (claim.number = 'another'), CLAIM],
    ['the contract’s title', ({ setup }) => void (setup.contract.title = 'another'), CLAIM],
  ])('with %s changed', async (_, change, where) => {
    expect(await found((files) => edit<PackedClaim>(files, CLAIM, change))).toContain(`money: ${where}`);
  });
});
