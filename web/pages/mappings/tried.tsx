import { useEnvironment } from '../../ui/environment.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import { Status } from '../../ui/value/status.tsx'
import { ButtonLink } from '../links.tsx'
import { useView } from '../view.ts'
import classes from './mappings.module.css'
import { page } from './page.ts'
import type { Tried, TriedRecord } from './queries.ts'
import { RecordPanes } from './record-panes.tsx'
import { answersOf, labelOf, nameOf, outcomes, placeOf } from './words.ts'

/** What a mapping made of some records: by resource, then by record. */
export function TriedResources({ tried: { resources, answers } }: { tried: Tried }) {
  return (
    <>
      <Tabs
        label="Resources"
        tabs={resources.map((resource) => ({
          id: `${resource.line}`,
          label: labelOf(resource, resources),
          count: resource.records.length,
          content: <Records records={resource.records} />,
        }))}
      />
      <p className={classes.told}>{answersOf(answers)}</p>
    </>
  )
}

function Records({ records }: { records: readonly TriedRecord[] }) {
  const { setSearch } = useEnvironment()
  const at = Number(useView(page).record ?? 0)
  const chosen = records[at] ?? records[0]
  if (!chosen)
    return (
      <EmptyState
        action={
          <ButtonLink to="/integrations" variant="default">
            See what is collected
          </ButtonLink>
        }
      >
        No such records are collected, or the selector takes none of them.
      </EmptyState>
    )
  return (
    <>
      <ul className={classes.records} aria-label="Records">
        {records.map((record, index) => (
          <li key={`${placeOf(record)} ${record.key}`}>
            <button
              type="button"
              className={classes.record}
              aria-pressed={record === chosen}
              onClick={() => setSearch({ record: index === 0 ? null : String(index) })}
            >
              <span className={classes.name}>{nameOf(record)}</span>
              <Status level={outcomes[record.outcome].level}>{outcomes[record.outcome].word}</Status>
            </button>
          </li>
        ))}
      </ul>
      <RecordPanes record={chosen} order={2} />
    </>
  )
}
