import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useApi } from '../../../api.ts'
import { confirm } from '../../../ui/feedback/confirm.tsx'
import { formatCount } from '../../../ui/value/format.ts'
import { useAction } from '../../action.ts'
import classes from '../discovery.module.css'
import { type Discovery, discoveriesKey } from '../queries.ts'

interface ImportBarProps {
  readonly discovery: Discovery
  /** Repositories that are selected. */
  readonly selected: readonly string[]
  readonly onDone: () => void
}

type Only = 'register' | 'merge' | undefined

const choices: readonly { readonly only: Only; readonly label: string }[] = [
  { only: undefined, label: 'All, as recommended or chosen' },
  { only: 'register', label: 'Only those to register' },
  { only: 'merge', label: 'Only those to merge' },
]

/** As many as the API takes by name. */
const mostAtOnce = 2_000

/** Stays at the bottom of the page while rows are selected, or all are offered. */
export function ImportBar({ discovery, selected, onDone }: ImportBarProps) {
  const api = useApi()
  const all = selected.length === 0
  const start = useAction(async (only: Only) => {
    if (all && !(await confirmed(discovery.discovered, only))) return undefined
    let count = 0
    for (const repositories of all ? (['all'] as const) : partsOf(selected)) {
      const body = { repositories, ...(only === undefined ? {} : { only }) }
      count += (await api.discoveries.import({ params: { id: discovery.id }, body })).data.count
    }
    onDone()
    return { message: `${inRepositories(count)} ${count === 1 ? 'is' : 'are'} being imported.` }
  }, discoveriesKey)
  const choicesOffered = discovery.behaviour === 'register_and_merge' ? choices : choices.slice(0, 1)
  return (
    <section className={classes.bar} aria-label="Import">
      <span>{all ? 'Select rows to import them.' : `${formatCount(selected.length)} selected`}</span>
      <Menu position="top-start">
        <Menu.Target>
          <Button
            size="compact-md"
            variant={all ? 'default' : 'filled'}
            loading={start.isPending}
            rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
          >
            {all ? 'Import all that wait' : 'Import selected entities'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {choicesOffered.map(({ only, label }) => (
            <Menu.Item key={label} onClick={() => start.mutate(only)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </section>
  )
}

function partsOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / mostAtOnce) }, (_, part) =>
    ids.slice(part * mostAtOnce, (part + 1) * mostAtOnce),
  )
}

const parts = { register: 'those that are to be registered', merge: 'those that are to be merged' } as const

function confirmed(count: number, only: Only): Promise<boolean> {
  const all = inRepositories(count)
  return confirm({
    title: only === undefined ? `Import ${all}?` : `Of ${all}, import ${parts[only]}?`,
    body: 'Each is registered or merged as the list says. It goes on when the page is closed; Events tells how far it is.',
    action: 'Import',
  })
}

function inRepositories(count: number): string {
  return count === 1 ? 'one repository' : `${formatCount(count)} repositories`
}
