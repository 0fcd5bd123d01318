import { ActionIcon, Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Section } from '../section.tsx'
import classes from './blueprint.module.css'
import { arranged, moved } from './order.ts'
import { Unreadable } from './part-table.tsx'
import type { TabProps } from './tab.ts'

/** Tabs of an entity, and blocks of its overview: which, and in which order. */
export function Layout({ draft, mayEdit, words }: TabProps) {
  const { definition } = draft
  if (!definition) return <Unreadable />
  const { tabs, blocks } = definition.layout ?? {}
  const set = (change: { tabs?: readonly string[]; blocks?: readonly string[] }) =>
    draft.edit((before) => ({ ...before, layout: { ...before.layout, ...change } }))
  return (
    <>
      <Section title="Tabs" doc="What the page of an entity is made of.">
        <Ordered
          {...{ label: 'Tabs', mayEdit, all: words.tabs, chosen: tabs }}
          onChange={(chosen) => set({ tabs: chosen })}
        />
      </Section>
      <Section title="Blocks" doc="What its overview shows, from top to bottom.">
        <Ordered
          {...{ label: 'Blocks', mayEdit, all: words.blocks, chosen: blocks }}
          onChange={(chosen) => set({ blocks: chosen })}
        />
      </Section>
    </>
  )
}

interface OrderedProps {
  readonly label: string
  readonly mayEdit: boolean
  readonly all: readonly string[]
  /** Undefined is all of them in their usual order. */
  readonly chosen: readonly string[] | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

function Ordered({ label, mayEdit, all, chosen = all, onChange }: OrderedProps) {
  return (
    <ul className={classes.ordered} aria-label={label}>
      {arranged(all, chosen).map((name) => {
        const at = chosen.indexOf(name)
        const isOn = at >= 0
        return (
          <li key={name}>
            <Checkbox
              label={titleOf(name)}
              checked={isOn}
              disabled={!mayEdit}
              onChange={() => onChange(isOn ? chosen.filter((one) => one !== name) : [...chosen, name])}
            />
            {mayEdit && isOn && (
              <span className={classes.moves}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${titleOf(name)} up`}
                  disabled={at === 0}
                  onClick={() => onChange(moved(chosen, at, -1))}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move ${titleOf(name)} down`}
                  disabled={at === chosen.length - 1}
                  onClick={() => onChange(moved(chosen, at, 1))}
                >
                  <IconArrowDown size={16} aria-hidden />
                </ActionIcon>
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const titles: Readonly<Record<string, string>> = { 'ci-cd': 'CI/CD', yaml: 'YAML' }

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return titles[name] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
