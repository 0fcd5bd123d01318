import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { AnchorLink } from '../links.tsx'
import classes from './entity.module.css'
import { layoutOf, nextTo } from './graph-layout.ts'
import type { Graph } from './queries.ts'

/** Five columns fill the narrowest of wide windows. */
const [width, height, gapX, gapY] = [148, 40, 58, 12]

/** Arrow keys move along the entities, Enter opens one. */
export function GraphPicture({ graph }: { graph: Graph }) {
  const layout = useMemo(() => layoutOf(graph), [graph])
  const tiedBy = useMemo(() => relationsTo(graph), [graph])
  const root = graph.nodes.find(({ hop }) => hop === 0)?.key ?? ''
  const [active, setActive] = useState(root)
  const picture = useRef<HTMLElement>(null)
  const placeOf = (key: string) => {
    const { column = 0, row = 0 } = layout.places.get(key) ?? {}
    return { left: column * (width + gapX), top: row * (height + gapY) }
  }
  // Where the picture is wider than its window, the entity in the middle is what is looked for.
  useEffect(() => {
    const { current } = picture
    const middle = (layout.places.get(root)?.column ?? 0) * (width + gapX) + width / 2
    if (current) current.scrollLeft = middle - current.clientWidth / 2
  }, [layout, root])
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
          <marker id="tip" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6" markerHeight="6" orient="auto">
            <path d="M 0 0 L 6 3 L 0 6 z" className={classes.tip} />
          </marker>
          {graph.edges.map(({ from, to, name }) => (
            <path
              key={`${from} ${name} ${to}`}
              d={lineBetween(placeOf(from), placeOf(to))}
              className={classes.edge}
              markerEnd="url(#tip)"
            />
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
            <span>{[node.blueprint, tiedBy.get(node.key)].filter(Boolean).join(', ')}</span>
          </div>
        ))}
      </div>
    </section>
  )
}

/** By which relation each is tied to what is nearer to the middle. */
function relationsTo({ nodes, edges }: Graph): ReadonlyMap<string, string> {
  const hops = new Map(nodes.map(({ key, hop }) => [key, hop]))
  const hopOf = (key: string) => hops.get(key) ?? 0
  const found = new Map<string, string>()
  for (const { from, to, name } of edges) {
    const [near, far] = hopOf(from) < hopOf(to) ? [from, to] : [to, from]
    if (hopOf(near) < hopOf(far) && !found.has(far)) found.set(far, `by ${name}`)
  }
  return found
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
