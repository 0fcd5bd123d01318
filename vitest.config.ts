import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** They generate worlds, run git or ask a running simulator: seconds each, and none of it for the inner loop. */
const worlds = ['test/{conformance,simulator}/**/*.test.ts', 'simulator/{world,git,oracle}/**/*.test.ts']

/** Whole syncs, most of them with git: each keeps a core busy by itself. */
const syncs = [
  'test/sync/**/*.db.test.ts',
  'test/cli/sync.db.test.ts',
  'src/jobs/sync*.db.test.ts',
  'src/sync/git/*.db.test.ts',
]

/** Their files mostly wait for a process, PostgreSQL or git, so that more of them run than there are cores. */
const maxWorkers = availableParallelism() + 1
/** A browser beside a server is busier: one of each a core. */
const browsers = Math.max(1, Math.min(4, availableParallelism()))

/** Minutes each: whatever else is left would wait for one that is begun last. */
const longest = [
  'test/faults/',
  'test/journeys/pages.',
  'test/journeys/runs.',
  'test/sync/oracle.',
  'test/start/start.',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((part) => moduleId.includes(part))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/**
 * `*.test.ts` is pure and shares one module graph, which keeps the inner loop short. What needs PostgreSQL, a
 * process or a browser lies in `*.db.test.ts`.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,web,simulator,test,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', ...worlds],
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'database',
          include: ['{src,test}/**/*.db.test.ts'],
          exclude: ['test/journeys/**', 'test/gallery/**', 'test/start/**', 'test/faults/**', ...syncs],
          // What they import takes longer than many of them run.
          isolate: false,
          globalSetup: ['test/postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // What they share tidies up after every test of a file, so that each file has its own.
          name: 'start',
          include: ['test/start/**/*.db.test.ts'],
          globalSetup: ['test/postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'sync',
          include: syncs,
          globalSetup: ['test/postgres-setup.ts'],
          isolate: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: browsers,
          sequence: { groupOrder: 5 },
        },
      },
      {
        test: {
          // It starts what it needs itself, PostgreSQL included, and whole processes one after the other.
          name: 'faults',
          include: ['test/faults/**/*.db.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          // Beside the syncs, of which the other core does one.
          maxWorkers: browsers,
          sequence: { groupOrder: 5 },
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.db.test.ts'],
          globalSetup: ['test/postgres-setup.ts'],
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: browsers,
          sequence: { groupOrder: 3 },
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
          // One after the other: they measure how long the page's own thread is busy.
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          name: 'simulator',
          include: worlds,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
