// `npm run check`: format, lint, folder rules, types, dead exports, unit and property tests. Stops at the first that fails.
import { spawnSync } from 'node:child_process';

const STEPS = [
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'oxlint', ['--deny-warnings', '.']],
  [
    'folder rules',
    'depcruise',
    [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      'contract/src',
      'ingest/src',
      'tracker-core/src',
      'simulator/src',
      'accuracy/src',
      'dashboard/src',
    ],
  ],
  ...['contract', 'ingest', 'tracker-core', 'simulator', 'accuracy', 'system'].map((name) => [
    `types of ${name}`,
    'tsc',
    ['-p', `${name}/tsconfig.test.json`],
  ]),
  [
    'types of dashboard',
    'svelte-check',
    ['--workspace', 'dashboard', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ],
  ['dead exports', 'knip', []],
  ['tests', 'vitest', ['run']],
];

const only = process.argv.slice(2);
for (const [name, command, args] of STEPS) {
  if (only.length > 0 && !only.includes(command)) continue;
  const begin = Date.now();
  const { status } = spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit' });
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (status !== 0) process.exit(1);
}
