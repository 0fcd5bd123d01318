import { Anchor } from '@mantine/core'
import { formatCount } from '../../ui/value/format.ts'
import { inWords } from '../words.ts'
import classes from './deliveries.module.css'
import type { DeliveryWithPayload } from './queries.ts'
import { changesOf, effectOf } from './words.ts'

/** What a delivery changed and what that cost, or why it could not be dealt with. */
export function DeliveryEffect({ delivery }: { delivery: DeliveryWithPayload }) {
  return (
    <>
      {delivery.error !== null && <Trouble delivery={delivery} />}
      {delivery.state !== 'dead' && <Effect delivery={delivery} />}
    </>
  )
}

function Trouble({ delivery: { error, state, subject } }: { delivery: DeliveryWithPayload }) {
  return (
    <section className={classes.block} aria-label="Why it failed">
      <h3>Why it failed</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <pre className={classes.error} tabIndex={0}>
        {error}
      </pre>
      {state === 'dead' && (
        <p className={classes.quiet}>
          It was tried as often as allowed. What it tells about {subject ?? 'its repository'} is read by the
          next run at the latest;{' '}
          <Anchor underline="always" href="/docs/guide/deliveries.md#dead-letters">
            what to do about it
          </Anchor>
          .
        </p>
      )}
    </section>
  )
}

function Effect({ delivery }: { delivery: DeliveryWithPayload }) {
  const { effects, requests, state } = delivery
  const tables = changesOf(effects?.tables ?? {})
  return (
    <section className={classes.block} aria-label="What it changed">
      <h3>What it changed</h3>
      {(state !== 'done' || tables.length === 0) && <p>{effectOf(delivery)}</p>}
      {tables.length > 0 && (
        <table className={classes.rows}>
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col">Rows</th>
            </tr>
          </thead>
          <tbody>
            {tables.map(([name, rows]) => (
              <tr key={name}>
                <th scope="row">{inWords([name])}</th>
                <td>{formatCount(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {effects && effects.read.length > 0 && <p>Read besides: {inWords(effects.read)}.</p>}
      {effects?.note && tables.length > 0 && <p>{effects.note}</p>}
      {requests !== null && (
        <p className={classes.quiet}>
          {formatCount(requests)} {requests === 1 ? 'request' : 'requests'} to Bitbucket.
        </p>
      )}
    </section>
  )
}
