import { Anchor } from '@mantine/core'
import { formatCount } from '../../ui/value/format.ts'
import { Time } from '../../ui/value/time.tsx'
import classes from './entity.module.css'
import { NotKnown } from './part.tsx'
import type { Repository } from './queries.ts'
import { shortHash } from './words.ts'

/** A repository in short, with the way to it. */
export function RepositoryHead({ repository }: { repository: Repository }) {
  const { full_name, url, description, is_private, main_branch, updated_on } = repository
  return (
    <div className={classes.head}>
      <strong>
        <Anchor href={url} target="_blank" rel="noreferrer" inherit>
          {full_name}
        </Anchor>
      </strong>
      {description && <p>{description}</p>}
      <p className={classes.quiet}>
        {is_private === null ? '' : is_private ? 'Private. ' : 'Public. '}
        Main branch {main_branch ?? 'unknown'}
        {updated_on !== null && (
          <>
            , changed <Time at={updated_on} />
          </>
        )}
      </p>
    </div>
  )
}

export function Contributors({ repository: { contributors } }: { repository: Repository }) {
  if (contributors.length === 0)
    return <NotKnown>No commit of the last year is known on the main branch.</NotKnown>
  return (
    <>
      <ol className={classes.plain} aria-label="Top contributors">
        {contributors.map(({ name, commits }) => (
          <li key={name}>
            {name} <span className={classes.quiet}>{countOf(commits)}</span>
          </li>
        ))}
      </ol>
      <p className={classes.quiet}>
        Counted are commits on the main branch of the last year, merges left out. Lines are not counted.
      </p>
    </>
  )
}

function countOf(commits: number): string {
  return commits === 1 ? '1 commit' : `${formatCount(commits)} commits`
}

export function Commits({ repository: { commits } }: { repository: Repository }) {
  if (commits.length === 0) return <NotKnown>No commit was collected.</NotKnown>
  return (
    <ul className={classes.lines} aria-label="Newest commits">
      {commits.map(({ hash, message, author, at, url }) => (
        <li key={hash}>
          <Anchor href={url} target="_blank" rel="noreferrer" className={classes.hash}>
            {shortHash(hash)}
          </Anchor>
          <span className={classes.what}>{message}</span>
          <span className={classes.quiet}>
            {author ?? 'somebody unknown'}, <Time at={at} />
          </span>
        </li>
      ))}
    </ul>
  )
}

export function Releases({ repository: { releases } }: { repository: Repository }) {
  if (releases.length === 0) return <NotKnown>No tags: none was set, or none was collected.</NotKnown>
  return (
    <ul className={classes.lines} aria-label="Newest releases">
      {releases.map(({ name, hash, at, url }) => (
        <li key={name}>
          <Anchor href={url} target="_blank" rel="noreferrer" className={classes.what}>
            {name}
          </Anchor>
          <span className={classes.hash}>{shortHash(hash)}</span>
          <span className={classes.quiet}>
            <Time at={at} />
          </span>
        </li>
      ))}
    </ul>
  )
}
