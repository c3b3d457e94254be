import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Examples import the package by its name, as their readers do.
  resolve: { alias: { refhold: fileURLToPath(new URL('checker/index.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    // Explorations are CPU bound and the reference machine has two cores.
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
