import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { AnchorLink } from '../links.tsx'
import classes from './entity.module.css'
import { layoutOf, nextTo } from './graph-layout.ts'
import type { Graph } from './queries.ts'

const [width, height, gapX, gapY] = [168, 40, 72, 12]

/** Arrow keys move along the entities, Enter opens one. */
export function GraphPicture({ graph }: { graph: Graph }) {
  const layout = useMemo(() => layoutOf(graph), [graph])
  const root = graph.nodes.find(({ hop }) => hop === 0)?.key ?? ''
  const [active, setActive] = useState(root)
  const picture = useRef<HTMLElement>(null)
  const placeOf = (key: string) => {
    const { column = 0, row = 0 } = layout.places.get(key) ?? {}
    return { left: column * (width + gapX), top: row * (height + gapY) }
  }
  const press = (event: KeyboardEvent) => {
    const to = nextTo(layout, active, event.key)
    if (to === null) return
    event.preventDefault()
    setActive(to)
    picture.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(to)}"]`)?.focus()
  }
  const size = {
    width: layout.columns * (width + gapX) - gapX,
    height: layout.rows * (height + gapY) - gapY,
  }
  return (
    <section
      ref={picture}
      className={classes.graph}
      aria-label="Picture of relationships; arrow keys move, Enter opens"
      onKeyDown={press}
    >
      <div className={classes.canvas} style={size}>
        <svg {...size} aria-hidden>
          {graph.edges.map(({ from, to, name }) => (
            <path
              key={`${from} ${name} ${to}`}
              d={lineBetween(placeOf(from), placeOf(to))}
              className={classes.edge}
            >
              <title>{name}</title>
            </path>
          ))}
        </svg>
        {graph.nodes.map((node) => (
          <div
            key={node.key}
            className={classes.node}
            data-hop={node.hop}
            data-missing={!node.is_there || undefined}
            style={{ ...placeOf(node.key), width, height }}
          >
            <NodeName
              node={node}
              tabIndex={node.key === active ? 0 : -1}
              onFocus={() => setActive(node.key)}
            />
            <span>{node.blueprint}</span>
          </div>
        ))}
      </div>
    </section>
  )
}

interface NodeNameProps {
  readonly node: Graph['nodes'][number]
  readonly tabIndex?: number
  readonly onFocus?: () => void
}

/** Its title, and the way to it; one that is not there has none. */
export function NodeName({ node, tabIndex, onFocus }: NodeNameProps) {
  const { key, title, blueprint, identifier, is_there } = node
  const focusing = { tabIndex, onFocus, 'data-key': key }
  if (!is_there) {
    return (
      <span {...(tabIndex === undefined ? {} : focusing)} title="There is no such entity.">
        {title}
      </span>
    )
  }
  return (
    <AnchorLink
      {...focusing}
      to="/catalog/$blueprint/$identifier"
      params={{ blueprint, identifier }}
      title={title}
      inherit
    >
      {title}
    </AnchorLink>
  )
}

interface Point {
  readonly left: number
  readonly top: number
}

/** From the side of one box to the facing side of the other; within a column, around its left. */
function lineBetween(from: Point, to: Point): string {
  const [fromY, toY] = [from.top + height / 2, to.top + height / 2]
  if (from.left === to.left) {
    const x = from.left
    return `M ${x} ${fromY} C ${x - gapX / 2} ${fromY}, ${x - gapX / 2} ${toY}, ${x} ${toY}`
  }
  const isRight = to.left > from.left
  const [fromX, toX] = [from.left + (isRight ? width : 0), to.left + (isRight ? 0 : width)]
  const middle = (fromX + toX) / 2
  return `M ${fromX} ${fromY} C ${middle} ${fromY}, ${middle} ${toY}, ${toX} ${toY}`
}
