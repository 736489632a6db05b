import { defineConfig } from 'vitest/config';

// Workspace packages are tested from their sources: the `source` export condition points at `src/`.
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source', 'node'] } } };

const project = (name: string) => ({
  ...source,
  root: name,
  test: { name, include: ['src/**/*.test.ts', 'test/**/*.test.ts'], environment: 'node' as const },
});

export default defineConfig({
  test: { projects: [project('contract'), project('ingest'), project('tracker-core'), project('simulator'), './dashboard'] },
});
