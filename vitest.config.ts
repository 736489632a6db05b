import { defineConfig } from 'vitest/config';

// Workspace packages are tested from their sources: the `source` export condition points at `src/`.
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source', 'node'] } } };

const project = (name: string) => ({
  ...source,
  root: name,
  // A property test may take long on a busy machine; none is a measurement.
  test: { name, include: ['src/**/*.test.ts', 'test/**/*.test.ts'], environment: 'node' as const, testTimeout: 60_000 },
});

/** The built service as a process of its own, among the engines that Debian's packages bring. */
const system = {
  ...source,
  test: {
    name: 'system',
    include: ['system/*.test.ts'],
    environment: 'node' as const,
    globalSetup: './system/build.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
};

export default defineConfig({
  test: {
    projects: [
      project('contract'),
      project('ingest'),
      project('tracker-core'),
      project('simulator'),
      project('accuracy'),
      system,
      './dashboard',
    ],
  },
});
