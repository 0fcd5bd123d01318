import { Anchor } from '@mantine/core'
import type { Definition, Entity } from '../catalog/queries.ts'
import { isPage } from '../catalog/value.tsx'
import classes from './entity.module.css'

/** More stand among the properties. */
const mostLinks = 5

/** Where its properties lead: addresses, and lists of them. */
export function Links({ entity, definition }: { entity: Entity; definition: Definition }) {
  const values: Readonly<Record<string, unknown>> = entity.properties
  const links = Object.entries(definition.schema.properties).flatMap(([name, { title, format }]) => {
    const value = values[name]
    if (format === 'url' && typeof value === 'string') return [{ href: value, label: title ?? name }]
    if (!Array.isArray(value)) return []
    return value
      .filter((one) => typeof one === 'string')
      .map((href) => ({ href, label: href.replace(/^https?:\/\//i, '') }))
  })
  const shown = links.filter(({ href }) => isPage(href)).slice(0, mostLinks)
  if (shown.length === 0) return null
  return (
    <span className={classes.links}>
      {shown.map(({ href, label }) => (
        <Anchor key={href} href={href} target="_blank" rel="noreferrer" inherit>
          {label}
        </Anchor>
      ))}
    </span>
  )
}
