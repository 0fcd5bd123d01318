import { Anchor } from '@mantine/core'
import { Fragment } from 'react'
import classes from './streams.module.css'

interface AsksProps {
  readonly address: string
  readonly documentation: string
  /** Leaves out what most addresses begin with. */
  readonly short?: boolean
}

/** What is asked, leading to Atlassian's page about it. */
export function Asks({ address, documentation, short = false }: AsksProps) {
  const shown = short ? address.replace('/repositories/{workspace}/{repository}/', '…/') : address
  return (
    <Anchor href={documentation} target="_blank" rel="noreferrer" className={classes.code} title={address}>
      {shown.split(/(?<=.)(?=\/)/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one address never move.
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </Anchor>
  )
}

/** Each table leads to what its columns mean. */
export function Tables({ names }: { names: readonly string[] }) {
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 && ', '}
      <Anchor href={`/docs/reference/tables.md#${name}`} className={classes.code}>
        {name}
      </Anchor>
    </span>
  ))
}
