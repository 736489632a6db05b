import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where `vite dev` finds the service; the built dashboard is served by the service itself. */
const service = process.env['SWEEPLINE_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // Inlined assets and the module-preload polyfill would need `data:` and inline scripts in the content security policy.
    assetsInlineLimit: 0,
    // MapLibre is one library and loads behind the page.
    chunkSizeWarningLimit: 1_100,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The contract's modules only declare; what a page does not use (validators above all) stays out of its script.
      treeshake: { moduleSideEffects: (id: string) => !/[\\/](contract[\\/]src|typebox)[\\/]/.test(id) },
      output: {
        codeSplitting: { groups: [{ name: 'maplibre', test: /node_modules[\\/](@maplibre|maplibre-gl)[\\/]/ }] },
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: service, ws: true }, '/readyz': service } },
  test: { name: 'dashboard', include: ['src/**/*.test.ts'], environment: 'node' },
});
