import { defineConfig } from 'vitest/config'

/** They generate worlds, run git or ask a running simulator: seconds each, and none of it for the inner loop. */
const worlds = ['test/{conformance,simulator}/**/*.test.ts', 'simulator/{world,git,oracle}/**/*.test.ts']

/**
 * `*.test.ts` is pure and shares one module graph, which keeps the inner loop short. What needs PostgreSQL, a
 * process or a browser lies in `*.db.test.ts`, one isolated worker a file.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,web,simulator,test,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', ...worlds],
          isolate: false,
        },
      },
      {
        test: {
          name: 'database',
          include: ['{src,test}/**/*.db.test.ts'],
          exclude: ['test/journeys/**', 'test/gallery/**'],
          globalSetup: ['test/postgres-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.db.test.ts'],
          globalSetup: ['test/postgres-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One browser and one server at a time: two cores.
          fileParallelism: false,
        },
      },
      {
        test: {
          // A browser, but neither server nor database.
          name: 'gallery',
          include: ['test/gallery/**/*.db.test.ts'],
          globalSetup: ['test/gallery/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'simulator',
          include: worlds,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
