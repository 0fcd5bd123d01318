import { type Fact, Facts } from '../../facts.tsx'
import { AnchorLink } from '../../links.tsx'
import { labels } from '../draft.ts'
import type { Discovery } from '../queries.ts'
import { fieldWords, ingestedPaths, pathInWords, secondaryKindWords } from '../words.ts'

const behaviours = { register_and_merge: 'Register & Merge', register: 'Register', merge: 'Merge' } as const

/** The configuration for those who may look alone. */
export function ConfigurationFacts({ discovery }: { discovery: Discovery }) {
  const { name, connection, behaviour, kind, entity_type, ingested_path, operator, fields } = discovery
  const compared = ingestedPaths.find(({ value }) => value === ingested_path)?.label ?? ingested_path
  const chosen = fieldWords.filter(({ value }) => fields.includes(value)).map(({ label }) => label)
  return (
    <Facts
      facts={[
        { name: labels.name, value: name },
        { name: labels.connection, value: connection?.alias ?? unread },
        { name: labels.behaviour, value: behaviours[behaviour] },
        { name: labels.kind, value: entity_type === null ? kind : `${kind}, ${entity_type}` },
        {
          name: 'Correlation',
          value: `${compared} ${operator} ${pathInWords(discovery.catalogue_path)}`,
        },
        { name: labels.fields, value: chosen.join(', ') },
        { name: 'Auto-import', value: discovery.auto_import ? 'On' : 'Off' },
        ...chosenOnce(discovery),
      ]}
    />
  )
}

const unread = 'None reads the workspace'

/** What was chosen when it was set up. How often it is read is the connection's. */
export function chosenOnce({ secondary_kinds, connection }: Discovery): readonly Fact[] {
  const kinds = secondaryKindWords
    .filter(({ value }) => secondary_kinds.includes(value))
    .map(({ label }) => label)
  return [
    {
      name: labels.secondary_kinds,
      value: `${kinds.length === 0 ? 'None' : kinds.join(', ')} (chosen when it was set up)`,
    },
    {
      name: 'How often, and since when',
      value: connection ? (
        <AnchorLink to="/integrations" search={{ connection: connection.id }} underline="always">
          As {connection.alias} is read
        </AnchorLink>
      ) : (
        unread
      ),
    },
  ]
}
