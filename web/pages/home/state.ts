import type { Answered } from '../../api.ts'
import { formatBytes, formatCount } from '../../ui/value/format.ts'
import type { Level } from '../../ui/value/status.tsx'

export interface Station {
  readonly id: 'server' | 'database' | 'jobs' | 'keys'
  readonly title: string
  readonly level: Level
  /** The state in a few words. */
  readonly state: string
  /** One fact more. */
  readonly detail: string
}

export interface Known {
  readonly installation: Answered<'installation', 'get'> | null
  readonly jobs: Answered<'jobs', 'summary'> | null
  readonly keyLost: boolean
}

/** Below this share of free disk the bundled PostgreSQL is close to standing still. */
const leastFree = 0.05

/** The state of the installation: each part of it, and all of it in one sentence, the worst first. */
export function stateOf(known: Known): { level: Level; sentence: string; stations: readonly Station[] } {
  const stations = [serverOf(known), databaseOf(known), jobsOf(known), keysOf(known)]
  const worst = (['bad', 'attention', 'unknown'] as const).find((level) =>
    stations.some((station) => station.level === level),
  )
  if (worst === undefined) {
    return {
      level: 'good',
      sentence: 'All is well: the database answers, jobs are worked off, and secrets can be opened.',
      stations,
    }
  }
  if (worst === 'unknown') return { level: 'unknown', sentence: 'Looking at the installation…', stations }
  const troubles = stations.filter((station) => station.level === worst)
  const list = troubles
    .map((station) => `${station.title.toLowerCase()}: ${station.state.toLowerCase()}`)
    .join('; ')
  return {
    level: worst,
    sentence: `${worst === 'bad' ? 'Something is broken' : 'Something needs you'}: ${list}.`,
    stations,
  }
}

function serverOf({ installation }: Known): Station {
  const base = { id: 'server', title: 'Windlass' } as const
  if (!installation) return { ...base, level: 'unknown', state: 'Unknown', detail: '' }
  const disk = installation.data_directory
  const full = disk !== null && disk.free_bytes < disk.total_bytes * leastFree
  return {
    ...base,
    level: full ? 'attention' : 'good',
    state: full ? 'Disk nearly full' : 'Running',
    detail: full ? `${formatBytes(disk.free_bytes)} free` : `Version ${installation.version}`,
  }
}

function databaseOf({ installation }: Known): Station {
  const base = { id: 'database', title: 'Database' } as const
  if (!installation) return { ...base, level: 'unknown', state: 'Unknown', detail: '' }
  const { version, bytes } = installation.database
  return { ...base, level: 'good', state: 'Answers', detail: `PostgreSQL ${version}, ${formatBytes(bytes)}` }
}

function jobsOf({ jobs }: Known): Station {
  const base = { id: 'jobs', title: 'Jobs' } as const
  if (!jobs) return { ...base, level: 'unknown', state: 'Unknown', detail: '' }
  const { states, processes } = jobs
  const detail =
    processes.length === 1 ? '1 process at work' : `${formatCount(processes.length)} processes at work`
  if (processes.length === 0)
    return { ...base, level: 'bad', state: 'Nobody works them off', detail: 'No process at work' }
  if (states.dead > 0)
    return { ...base, level: 'attention', state: `${formatCount(states.dead)} dead`, detail }
  const busy = states.running + states.waiting + states.retrying
  return {
    ...base,
    level: 'good',
    state: busy === 0 ? 'Nothing to do' : `${formatCount(busy)} at work`,
    detail,
  }
}

function keysOf({ keyLost }: Known): Station {
  const base = { id: 'keys', title: 'Secrets' } as const
  if (keyLost) return { ...base, level: 'bad', state: 'Cannot be opened', detail: 'The key is missing' }
  return { ...base, level: 'good', state: 'Can be opened', detail: 'The key is here' }
}
