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
  /** What is wrong, as part of a sentence. */
  readonly trouble?: string
}

export interface Known {
  readonly installation: Answered<'installation', 'get'> | null
  readonly jobs: Answered<'jobs', 'summary'> | null
  readonly keyLost: boolean
  /** Whether the page names something that somebody has to do. */
  readonly attention: boolean
}

/** Below this share of free disk the bundled PostgreSQL is close to standing still. */
const leastFree = 0.05

/** The state of the installation: each part of it, and all of it in one sentence, the worst first. */
export function stateOf(known: Known): { level: Level; sentence: string; stations: readonly Station[] } {
  const stations = [serverOf(known), databaseOf(known), jobsOf(known), keysOf(known)]
  const level = worstOf(stations)
  return { level, sentence: sentenceOf(level, stations, known.attention), stations }
}

function worstOf(stations: readonly Station[]): Level {
  const order = ['bad', 'attention', 'unknown'] as const
  return order.find((level) => stations.some((station) => station.level === level)) ?? 'good'
}

function sentenceOf(level: Level, stations: readonly Station[], attention: boolean): string {
  if (level === 'good' && attention) return 'The installation is well. What it reads from needs attention.'
  if (level === 'good')
    return 'All is well: the database answers, jobs are worked off, and secrets can be opened.'
  if (level === 'unknown') return 'Looking at the installation…'
  const troubles = stations.flatMap((station) => (station.level === level ? (station.trouble ?? []) : []))
  const words = troubles.join(', and ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

function serverOf({ installation }: Known): Station {
  const base = { id: 'server', title: 'Windlass' } as const
  if (!installation) return { ...base, level: 'unknown', state: 'Unknown', detail: '' }
  const disk = installation.data_directory
  const detail = `Version ${installation.version}`
  if (disk === null || disk.free_bytes >= disk.total_bytes * leastFree) {
    return { ...base, level: 'good', state: 'Running', detail }
  }
  const free = formatBytes(disk.free_bytes)
  return {
    ...base,
    level: 'attention',
    state: 'Disk nearly full',
    detail,
    trouble: `the disk has only ${free} left`,
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
  const { states, processes, parked } = jobs
  if (processes.length === 0) {
    const trouble = 'no process works off the jobs'
    return { ...base, level: 'bad', state: 'Nobody at work', detail: 'No process', trouble }
  }
  const detail =
    processes.length === 1 ? '1 process at work' : `${formatCount(processes.length)} processes at work`
  if (states.dead > 0) {
    const dead = `${formatCount(states.dead)} ${states.dead === 1 ? 'job is' : 'jobs are'} dead`
    return { ...base, level: 'attention', state: `${formatCount(states.dead)} dead`, detail, trouble: dead }
  }
  if (parked.keys > 0) {
    const aside = `${formatCount(parked.keys)} ${parked.keys === 1 ? 'key is' : 'keys are'} parked`
    return {
      ...base,
      level: 'attention',
      state: `${formatCount(parked.keys)} parked`,
      detail,
      trouble: aside,
    }
  }
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
  if (!keyLost) return { ...base, level: 'good', state: 'Can be opened', detail: 'The key is here' }
  const trouble = 'stored secrets cannot be opened'
  return { ...base, level: 'bad', state: 'Cannot be opened', detail: 'The key is missing', trouble }
}
