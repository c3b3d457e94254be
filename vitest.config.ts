import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    // Explorations are CPU bound and the reference machine has two cores.
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
