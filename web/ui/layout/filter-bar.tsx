import { Button, CloseButton, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useEnvironment } from '../environment.tsx'
import { useShortcut } from '../keyboard/shortcuts.tsx'
import classes from './layout.module.css'

export interface Choice {
  /** The name in the query of the address. */
  readonly name: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

interface FilterBarProps {
  /** The name of the search text in the address; left out, there is no search field. */
  readonly search?: string
  readonly searchLabel?: string
  readonly choices?: readonly Choice[]
  /** At the right: columns, export, saved views. */
  readonly end?: ReactNode
}

/** Filters that live in the address. "/" goes to the search field. */
export function FilterBar({ search, searchLabel = 'Filter', choices = [], end }: FilterBarProps) {
  const environment = useEnvironment()
  const names = [...(search ? [search] : []), ...choices.map((choice) => choice.name)]
  const active = names.some((name) => environment.search[name])
  const clear = () => environment.setSearch(Object.fromEntries(names.map((name) => [name, null])))
  return (
    <search className={classes.filters}>
      {search && <SearchField name={search} label={searchLabel} />}
      {choices.map((choice) => (
        <Select
          key={choice.name}
          className={classes.choice}
          aria-label={choice.label}
          placeholder={choice.label}
          data={[...choice.options]}
          value={environment.search[choice.name] ?? null}
          onChange={(value) => environment.setSearch({ [choice.name]: value })}
          clearable
        />
      ))}
      {active && (
        <Button variant="subtle" color="gray" onClick={clear}>
          Clear filters
        </Button>
      )}
      {end && <div className={classes.end}>{end}</div>}
    </search>
  )
}

function SearchField({ name, label }: { name: string; label: string }) {
  const { search, setSearch } = useEnvironment()
  const bound = search[name] ?? ''
  const [text, setText] = useState(bound)
  const field = useRef<HTMLInputElement>(null)
  const written = useRef(bound)
  const write = useDebouncedCallback((value: string, page: string) => {
    // Somebody has gone on meanwhile, to a page that is still loading: the address is that page's already.
    if (location.pathname !== page) return
    written.current = value
    setSearch({ [name]: value === '' ? null : value })
  }, 200)
  useEffect(() => {
    // Only what came from elsewhere (Back, "Clear filters"); one's own typing is ahead of the address.
    if (bound !== written.current) setText(bound)
    written.current = bound
  }, [bound])
  useShortcut({ keys: '/', label: 'Go to the filter', run: () => field.current?.focus() })
  const change = (value: string) => {
    setText(value)
    write(value, location.pathname)
  }
  return (
    <TextInput
      ref={field}
      className={classes.search}
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
      rightSection={text ? <Clear onClick={() => change('')} /> : <SlashHint />}
    />
  )
}

function Clear({ onClick }: { onClick: () => void }) {
  return <CloseButton size="sm" aria-label="Clear the filter" onClick={onClick} />
}

function SlashHint() {
  return (
    <span className={classes.slash} aria-hidden>
      /
    </span>
  )
}
