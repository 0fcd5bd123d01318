import { Anchor } from '@mantine/core'
import { useState } from 'react'
import { formatCount } from '../../ui/value/format.ts'
import { Time } from '../../ui/value/time.tsx'
import { Unknown } from '../../ui/value/unknown.tsx'
import classes from './catalog.module.css'

interface ValueProps {
  readonly of: unknown
  readonly format?: string | undefined
  /** Why there is none. */
  readonly reason?: string
}

const noSource = 'No source says it.'
/** Longer than what a list has of a text. */
const longest = 1_000

/** A value of an entity, whatever it holds: always text, a link only where it leads to a page. */
export function Value({ of, format, reason = noSource }: ValueProps) {
  if (of === null || of === undefined || of === '') return <Unknown reason={reason} />
  if (typeof of === 'string') return <Text text={of} format={format} />
  if (typeof of === 'boolean') return of ? 'yes' : 'no'
  if (Array.isArray(of) && of.length === 0) return <Unknown reason="It is an empty list." />
  return asText(of)
}

function Text({ text, format }: { text: string; format: string | undefined }) {
  if (isPage(text)) {
    return (
      <Anchor href={text} target="_blank" rel="noreferrer" inherit>
        {text}
      </Anchor>
    )
  }
  if (format === 'date-time' && !Number.isNaN(Date.parse(text))) return <Time at={text} />
  if (text.length > longest) return <LongText text={text} />
  return text.includes('\n') ? <span className={classes.long}>{text}</span> : text
}

/** A README as a whole would push all else out of sight. */
function LongText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false)
  return (
    <>
      <span className={classes.long}>{isWhole ? text : `${text.slice(0, longest)}…`}</span>{' '}
      <Anchor component="button" type="button" onClick={() => setWhole(!isWhole)}>
        {isWhole ? 'Show less' : `Show all ${formatCount(text.length)} characters`}
      </Anchor>
    </>
  )
}

/** What a filter or a group says of yes and no. */
export function spoken(value: string): string {
  if (value === 'true') return 'yes'
  return value === 'false' ? 'no' : value
}

/** Other addresses, such as `javascript:`, are shown and lead nowhere. */
export function isPage(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)
}

/** A value as text, for tables and files. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ')
  return JSON.stringify(value)
}
