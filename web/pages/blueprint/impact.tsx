import { Status } from '../../ui/value/status.tsx'
import { AnchorLink } from '../links.tsx'
import { Section } from '../section.tsx'
import classes from './blueprint.module.css'
import type { Checked, Impact } from './queries.ts'
import { breaks, lossOf, verdictOf } from './words.ts'

/** What saving would change, once it was checked. */
export function ImpactOf({ checked }: { checked: Checked }) {
  const { findings, impact } = checked
  const isWrong = findings.some(({ level }) => level === 'error')
  const level = isWrong ? 'bad' : impact && breaks(impact) ? 'attention' : 'good'
  return (
    <Section title="What would change">
      <Status level={level}>{verdictOf(checked)}</Status>
      {impact && <ImpactList impact={impact} />}
    </Section>
  )
}

const kinds = ['values', 'missing', 'relations'] as const

/** What is there and would be lost, with examples. */
export function ImpactList({ impact }: { impact: Impact }) {
  if (!breaks(impact)) return null
  return (
    <ul className={classes.impact} aria-label="What would change">
      {kinds.flatMap((kind) =>
        impact[kind].map(({ name, entities, examples }) => (
          <li key={`${kind} ${name}`}>
            {lossOf(kind, name, entities)}
            <ul className={classes.examples}>
              {examples.map(({ identifier, title, value, message }) => (
                <li key={identifier}>
                  {title}
                  {value !== 'null' && (
                    <>
                      , <code>{value}</code>
                    </>
                  )}
                  : {message}
                </li>
              ))}
            </ul>
          </li>
        )),
      )}
      {impact.blueprints.map(({ identifier, path, message }) => (
        <li key={`${identifier} ${path}`}>
          <AnchorLink to="/blueprints/$blueprint" params={{ blueprint: identifier }}>
            {identifier}
          </AnchorLink>{' '}
          would lead nowhere at <code>{path}</code>: {message}
        </li>
      ))}
    </ul>
  )
}
