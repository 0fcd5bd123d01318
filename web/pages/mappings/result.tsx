import { Status } from '../../ui/value/status.tsx'
import { type Fact, Facts } from '../facts.tsx'
import classes from './mappings.module.css'
import type { Entity, TriedRecord } from './queries.ts'
import { Value } from './value.tsx'
import { asText } from './words.ts'

/** What became of one record: its entities, or why there is none. */
export function Result({ record: { outcome, entities, errors } }: { record: TriedRecord }) {
  return (
    <div className={classes.result}>
      {outcome === 'filtered' && <p className={classes.quiet}>The query leaves it out.</p>}
      {errors.length > 0 && (
        <ul className={classes.findings} aria-label="Errors">
          {errors.map(({ field, jq, message }) => (
            <li key={`${field}:${message}`}>
              <Status level="bad">{`${field}: ${message}`}</Status>
              <div className={classes.where}>
                <code>{jq}</code>
              </div>
            </li>
          ))}
        </ul>
      )}
      {entities.map((entity) => (
        <section
          key={`${entity.blueprint} ${asText(entity.identifier)}`}
          aria-label={asText(entity.identifier)}
        >
          <h3 className={classes.entity}>{entity.title ?? asText(entity.identifier)}</h3>
          <Facts facts={factsOf(entity)} />
        </section>
      ))}
    </div>
  )
}

function factsOf({ identifier, blueprint, icon, team, properties, relations }: Entity): Fact[] {
  return [
    { name: 'Blueprint', value: <code>{blueprint}</code> },
    { name: 'Identifier', value: <code>{asText(identifier)}</code> },
    ...(icon === null ? [] : [{ name: 'Icon', value: icon }]),
    ...(team === null ? [] : [{ name: 'Team', value: <Value of={team} /> }]),
    ...Object.entries(properties).map(([name, value]) => ({ name, value: <Value of={value} /> })),
    ...Object.entries(relations).map(([name, value]) => ({ name: `${name} →`, value: <Value of={value} /> })),
  ]
}
