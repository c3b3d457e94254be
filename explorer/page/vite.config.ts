import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  // The server knows where it is; the page need not.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/explorer/page',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the bundle is made of, with the licences, as they ask for.
    license: { fileName: 'licenses.md' },
    // The layout engine is one large file, loaded in a worker when a machine is first drawn.
    chunkSizeWarningLimit: 2000,
  },
});
