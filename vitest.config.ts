import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [{ test: { name: 'scripts', root: './scripts', include: ['*.test.ts'] } }, 'packages/*', 'apps/*'],
  },
});
