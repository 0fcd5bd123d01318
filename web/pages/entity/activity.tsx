import { Anchor } from '@mantine/core'
import { IconGitCommit, IconGitMerge, IconRocket, IconTag } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { Time } from '../../ui/value/time.tsx'
import type { Which } from '../catalog/queries.ts'
import classes from './entity.module.css'
import { NothingCollected, Part } from './part.tsx'
import { activityQuery, type Happened } from './queries.ts'

export const kinds: Readonly<
  Record<Happened['kind'], { readonly icon: typeof IconTag; readonly word: string }>
> = {
  commit: { icon: IconGitCommit, word: 'Commit' },
  tag: { icon: IconTag, word: 'Tag' },
  merge: { icon: IconGitMerge, word: 'Merge' },
  deployment: { icon: IconRocket, word: 'Deployment' },
}

/** What happened last in its repositories, each with the way to it. */
export function Activity({ which }: { which: Which }) {
  const activity = useQuery(activityQuery(useApi(), which))
  return (
    <Part label="recent activity" query={activity}>
      {(all) =>
        all.length === 0 ? (
          <NothingCollected which={which}>
            Nothing that happened in a repository of it was collected.
          </NothingCollected>
        ) : (
          <ul className={classes.lines} aria-label="Recent activity">
            {all.map((one) => (
              <Line key={`${one.kind} ${one.url} ${one.at} ${one.title}`} happened={one} />
            ))}
          </ul>
        )
      }
    </Part>
  )
}

function Line({ happened: { kind, title, who, at, url } }: { happened: Happened }) {
  const { icon: Icon, word } = kinds[kind]
  return (
    <li>
      <span className={classes.kind}>
        <Icon size={16} stroke={1.75} aria-hidden /> {word}
      </span>
      <Anchor href={url} target="_blank" rel="noreferrer" className={classes.what}>
        {title === '' ? 'Without a message' : title}
      </Anchor>
      <span className={classes.quiet}>
        {who !== null && `${who}, `}
        <Time at={at} />
      </span>
    </li>
  )
}
