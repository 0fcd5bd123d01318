import { databaseThrough, sourceThrough } from '../parts/behind.ts'
import type { Toxic } from '../parts/proxy.ts'
import { small } from '../parts/site.ts'
import type { Scenario, Trial } from '../scenario.ts'

const toxics: readonly (readonly [string, Toxic])[] = [
  ['is far away', { kind: 'latency', ms: 300 }],
  ['is narrow', { kind: 'bandwidth', bytesPerSecond: 50_000 }],
  ['closes late', { kind: 'slow-close', ms: 1_000 }],
  ['falls silent', { kind: 'timeout', ms: 2_000 }],
  ['is reset', { kind: 'reset' }],
  ['comes in slices', { kind: 'slicer', bytes: 11 }],
  ['ends after some bytes', { kind: 'limit', bytes: 4_000 }],
]

/** After the start, which has trials of its own; git is asked first of all. */
const share = 0.2

export const scenario: Scenario = {
  id: 'F4',
  name: 'network',
  doc: 'the network to the API, to git or to PostgreSQL is slow, narrow, silent, reset, sliced or cut for a while',
  trials(mode) {
    const all = toxics.flatMap(([title, toxic]): Trial[] => [
      { title: `the API ${title}`, run: (house) => sourceThrough(house, toxic, share, 'api') },
      { title: `git ${title}`, run: (house) => sourceThrough(house, toxic, 0, 'git') },
      {
        title: `PostgreSQL ${title}`,
        run: (house) => databaseThrough(house, toxic, share, mode === 'all' ? {} : small),
      },
    ])
    return mode === 'all' ? all : all.filter(({ title }) => title === 'PostgreSQL is reset')
  },
}
