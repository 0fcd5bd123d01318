import { useComputedColorScheme } from '@mantine/core'
import { seriesColours } from '../../theme.ts'
import { Unknown } from '../../ui/value/unknown.tsx'
import classes from './entity.module.css'
import type { Repository } from './queries.ts'
import { sharesOf } from './words.ts'

interface LanguageBarProps {
  readonly repository: Repository
  /** Whether to say of which repository. */
  readonly isNamed?: boolean
}

/** What a repository is written in: by bytes of its files, else what Bitbucket says. */
export function LanguageBar({ repository, isNamed = false }: LanguageBarProps) {
  const { full_name, languages, language, unmeasured } = repository
  const shares = sharesOf(languages)
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
      {shares.length > 0 && unmeasured > 0 && (
        <p className={classes.quiet}>
          By bytes; {unmeasured} {unmeasured === 1 ? 'file of unknown size is' : 'files of unknown size are'}{' '}
          left out.
        </p>
      )}
    </div>
  )
}

function BitbucketSays({ language }: { language: string | null }) {
  if (language === null)
    return <Unknown reason="Bitbucket says none, and the sizes of its files are not known." />
  return (
    <span>
      {language}{' '}
      <span className={classes.quiet}>as Bitbucket has it; the sizes of its files are not known</span>
    </span>
  )
}

function percent(share: number): string {
  return share < 0.1 ? 'below 0.1 %' : `${share.toFixed(1)} %`
}
