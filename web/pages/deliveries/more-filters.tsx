import { Button } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { useEnvironment } from '../../ui/environment.tsx'
import { MomentField, SwitchField, TextField } from '../../ui/form/fields.tsx'
import { Fold } from '../../ui/layout/fold.tsx'
import { useView } from '../view.ts'
import classes from './deliveries.module.css'
import { page } from './page.ts'

/** Filters that a list of choices cannot hold, kept in the address like the others. */
export function MoreFilters() {
  const { setSearch } = useEnvironment()
  const { from, to, payloads } = useView(page)
  const isSet = useIsFurther()
  const isOpen = isSet || payloads === 'yes'
  return (
    <Fold title="More filters" doc="Repository, time, and whether payloads are searched." open={isOpen}>
      <div className={classes.more}>
        <Repository />
        <MomentField
          name="from"
          label="From"
          value={from ?? null}
          {...(to === undefined ? {} : { max: to })}
          onChange={(at) => setSearch({ from: at })}
        />
        <MomentField
          name="to"
          label="To"
          value={to ?? null}
          {...(from === undefined ? {} : { min: from })}
          onChange={(at) => setSearch({ to: at })}
        />
        <Payloads />
        {isSet && <Clear />}
      </div>
    </Fold>
  )
}

/** Whether any of these leaves rows out. */
export function useIsFurther(): boolean {
  const { repository, workspace, from, to } = useView(page)
  return [repository, workspace, from, to].some((each) => each !== undefined)
}

function Clear() {
  const { setSearch } = useEnvironment()
  return (
    <Button
      variant="subtle"
      color="gray"
      onClick={() => setSearch({ repository: null, workspace: null, from: null, to: null })}
    >
      Any repository and time
    </Button>
  )
}

/** Turns at once, and not only when the address has followed. */
function Payloads() {
  const { setSearch } = useEnvironment()
  const bound = useView(page).payloads === 'yes'
  const [isOn, setIsOn] = useState(bound)
  useEffect(() => setIsOn(bound), [bound])
  return (
    <SwitchField
      name="payloads"
      label="Search payloads too"
      value={isOn}
      onChange={(on) => {
        setIsOn(on)
        setSearch({ payloads: on ? 'yes' : null })
      }}
    />
  )
}

function Repository() {
  const { setSearch } = useEnvironment()
  const bound = useView(page).repository ?? ''
  const [text, setText] = useState(bound)
  const written = useRef(bound)
  const write = useDebouncedCallback((value: string) => {
    written.current = value
    setSearch({ repository: value === '' ? null : value })
  }, 300)
  useEffect(() => {
    // Only what came from elsewhere, such as Back; one's own typing is ahead of the address.
    if (bound !== written.current) setText(bound)
    written.current = bound
  }, [bound])
  return (
    <TextField
      name="repository"
      label="Repository"
      placeholder="Slug, full name or uuid"
      value={text}
      onChange={(value) => {
        setText(value)
        write(value.trim())
      }}
    />
  )
}
