import { useComputedColorScheme } from '@mantine/core'
import { seriesColours } from '../../theme.ts'
import classes from './entity.module.css'
import { NotKnown } from './part.tsx'
import type { Repository } from './queries.ts'
import { sharesOf } from './words.ts'

interface LanguageBarProps {
  readonly repository: Repository
  /** Whether to say of which repository. */
  readonly isNamed?: boolean
}

/** What a repository is written in: by its files, else what Bitbucket says. */
export function LanguageBar({ repository, isNamed = false }: LanguageBarProps) {
  const { full_name, language } = repository
  const shares = sharesOf(repository)
  const colours = seriesColours[useComputedColorScheme('light')]
  return (
    <div className={classes.language}>
      {isNamed && <h3 className={classes.small}>{full_name}</h3>}
      {shares.length > 0 && (
        <div className={classes.bar} aria-hidden>
          {shares.map(({ language: name, share }, at) => (
            <div key={name} style={{ flexGrow: share, background: colours[at] }} />
          ))}
        </div>
      )}
      {shares.length > 0 && (
        <ul className={classes.legend} aria-label="Languages">
          {shares.map(({ language: name, share }, at) => (
            <li key={name}>
              <span className={classes.swatch} style={{ background: colours[at] }} aria-hidden /> {name}{' '}
              {percent(share)}
            </li>
          ))}
        </ul>
      )}
      {shares.length === 0 && <BitbucketSays language={language} />}
      {shares.length > 0 && <Measured repository={repository} />}
    </div>
  )
}

function Measured({ repository: { languages_by, unmeasured, language } }: { repository: Repository }) {
  const said = language === null ? '' : ` Bitbucket says ${language}.`
  const left = unmeasured === 1 ? '1 file of unknown size is' : `${unmeasured} files of unknown size are`
  return (
    <p className={classes.quiet}>
      {languages_by === 'files' && 'By number of files: the size of most is not known.'}
      {languages_by === 'bytes' && (unmeasured > 0 ? `By bytes; ${left} left out.` : 'By bytes.')}
      {said}
    </p>
  )
}

function BitbucketSays({ language }: { language: string | null }) {
  if (language === null) return <NotKnown>Bitbucket says none, and its files are not known.</NotKnown>
  return (
    <span>
      {language} <span className={classes.quiet}>as Bitbucket has it; its files are not known</span>
    </span>
  )
}

function percent(share: number): string {
  return share < 0.1 ? 'below 0.1 %' : `${share.toFixed(1)} %`
}
