import { Button } from '@mantine/core'
import { IconSitemap, IconTable } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { filterOf, withFilter } from '../catalog/filters.ts'
import type { Which } from '../catalog/queries.ts'
import { guide } from '../guide.ts'
import { AnchorLink } from '../links.tsx'
import classes from './entity.module.css'
import { GraphPicture, NodeName } from './graph.tsx'
import { Part, ToMappings } from './part.tsx'
import { type Graph, graphQuery } from './queries.ts'

/** What it refers to and what refers to it, two hops around: as a picture, or as a table. */
export function Relationships({ which }: { which: Which }) {
  const graph = useQuery(graphQuery(useApi(), which))
  return (
    <Part label="relationships" query={graph}>
      {(data) =>
        data.edges.length === 0 ? (
          <EmptyState action={<ToMappings />} guide={guide('catalogue', 'How entities refer to each other')}>
            It refers to nothing, and nothing refers to it.
          </EmptyState>
        ) : (
          <Both graph={data} />
        )
      }
    </Part>
  )
}

function Both({ graph }: { graph: Graph }) {
  const [asTable, setAsTable] = useState(false)
  const Icon = asTable ? IconSitemap : IconTable
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<Icon size={14} stroke={1.75} aria-hidden />}
        onClick={() => setAsTable(!asTable)}
      >
        {asTable ? 'Show as picture' : 'Show as table'}
      </Button>
      {asTable ? <Edges graph={graph} /> : <GraphPicture graph={graph} />}
      <More graph={graph} />
    </>
  )
}

function Edges({ graph: { nodes, edges } }: { graph: Graph }) {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  return (
    <table className={classes.edges} aria-label="Relationships">
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">Relation</th>
          <th scope="col">To</th>
        </tr>
      </thead>
      <tbody>
        {edges.map(({ from, to, name }) => {
          const [one, other] = [byKey.get(from), byKey.get(to)]
          return (
            <tr key={`${from} ${name} ${to}`}>
              <td>{one && <NodeName node={one} />}</td>
              <td>{name}</td>
              <td>{other && <NodeName node={other} />}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** What there is beyond the picture, with the way to the list of it. */
function More({ graph: { nodes, more } }: { graph: Graph }) {
  if (more.length === 0) return null
  return (
    <ul className={classes.more} aria-label="Not in the picture">
      {more.map(({ key, way, name, count }) => {
        const node = nodes.find((one) => one.key === key)
        if (!node) return null
        const words = `And ${formatCount(count)} more`
        return (
          <li key={`${key} ${way} ${name}`}>
            {way === 'in' ? (
              <AnchorLink
                to="/catalog"
                underline="always"
                search={{
                  filter: withFilter(undefined, filterOf(`relations.${name}`, node.identifier)) ?? '',
                }}
              >
                {words}
              </AnchorLink>
            ) : (
              words
            )}{' '}
            {way === 'in' ? `refer to ${node.title} by ${name}` : `to which ${node.title} refers by ${name}`}
          </li>
        )
      })}
    </ul>
  )
}
