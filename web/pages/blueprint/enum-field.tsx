import { ActionIcon, Button, Input, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './blueprint.module.css'
import type { Property } from './definition.ts'
import { withChoice, withColour, withoutChoice } from './enum.ts'

interface EnumFieldProps {
  readonly value: Property
  readonly colours: readonly string[]
  readonly onChange: (change: Partial<Property>) => void
}

/** The values that are allowed, each with a colour; none means any. */
export function EnumField({ value, colours, onChange }: EnumFieldProps) {
  const [added, setAdded] = useState('')
  const choices = value.enum ?? []
  const add = () => {
    if (added.trim() === '') return
    onChange(withChoice(value, added.trim()))
    setAdded('')
  }
  return (
    <Input.Wrapper label="Allowed values" description="None means any.">
      <ul className={classes.choices} aria-label="Allowed values">
        {choices.map((choice) => (
          <li key={choice}>
            <span className={classes.choice} data-colour={value.enumColors?.[`${choice}`] ?? 'lightGray'}>
              {choice}
            </span>
            <Select
              aria-label={`Colour of ${choice}`}
              data={[...colours]}
              value={value.enumColors?.[`${choice}`] ?? null}
              placeholder="No colour"
              clearable
              size="xs"
              onChange={(colour) => onChange(withColour(value, choice, colour))}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Take out ${choice}`}
              onClick={() => onChange(withoutChoice(value, choice))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <div className={classes.addChoice}>
        <TextInput
          aria-label="Another value"
          placeholder="Another value"
          value={added}
          type={value.type === 'number' ? 'number' : 'text'}
          onChange={(event) => setAdded(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <Button variant="default" onClick={add}>
          Allow it
        </Button>
      </div>
    </Input.Wrapper>
  )
}
