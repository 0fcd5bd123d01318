import type { Level } from '../../ui/value/status.tsx'
import type { Run } from '../runs/queries.ts'
import type { Connection } from './queries.ts'

export interface Health {
  readonly level: Level
  readonly sentence: string
}

interface Known {
  readonly state: Connection['state']
  readonly credentials: readonly Pick<Connection['credentials'][number], 'health'>[]
  readonly workspaces: readonly unknown[]
  readonly newest: Pick<Run, 'state'> | undefined
  readonly gaps: boolean
}

const unusable = ['rejected', 'expired', 'ended']

/** Whether what is shown of Bitbucket can be relied on; what needs somebody comes first. */
export function healthOf({ state, credentials, workspaces, newest, gaps }: Known): Health {
  if (state === 'suspended')
    return { level: 'attention', sentence: 'Suspended: nothing is read until it is resumed.' }
  if (state === 'ended')
    return { level: 'bad', sentence: 'Ended: its credential works no more, and nothing is read.' }
  const refused = credentials.filter(({ health }) => unusable.includes(health)).length
  if (credentials.length === 0 || refused === credentials.length)
    return { level: 'bad', sentence: 'No credential works: nothing is read.' }
  if (workspaces.length === 0) return { level: 'bad', sentence: 'It reads no workspace.' }
  if (refused > 0)
    return {
      level: 'attention',
      sentence: `${refused} of ${credentials.length} credentials ${refused === 1 ? 'is' : 'are'} refused; the others go on.`,
    }
  return healthOfRun(newest, gaps)
}

function healthOfRun(newest: Known['newest'], gaps: boolean): Health {
  if (!newest)
    return { level: 'unknown', sentence: 'Nothing was read yet: the first run starts within a minute.' }
  if (newest.state === 'running') return { level: 'good', sentence: 'A run is at work.' }
  if (newest.state === 'failed') return { level: 'bad', sentence: 'The last run failed.' }
  if (newest.state === 'cancelled' || newest.state === 'paused')
    return { level: 'attention', sentence: `The last run is ${newest.state}.` }
  if (newest.state === 'incomplete' || gaps)
    return { level: 'attention', sentence: 'Read, but for some gaps.' }
  return { level: 'good', sentence: 'Everything was read.' }
}
