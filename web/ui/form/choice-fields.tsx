import { Checkbox, Radio } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './form.module.css'

interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
  /** What choosing it means. */
  readonly doc?: ReactNode
}

interface RadioFieldProps<Value extends string> {
  readonly name: string
  readonly label: string
  readonly help?: ReactNode
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly options: readonly Option<Value>[]
  readonly error?: ReactNode
}

/** One of a few, each with what it means. */
export function RadioField<Value extends string>(props: RadioFieldProps<Value>) {
  const { name, label, help, value, onChange, options, error } = props
  const choose = (chosen: string) => {
    const option = options.find((each) => each.value === chosen)
    if (option) onChange(option.value)
  }
  return (
    <Radio.Group name={name} label={label} description={help} value={value} onChange={choose} error={error}>
      <div className={classes.options}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} label={option.label} description={option.doc} />
        ))}
      </div>
    </Radio.Group>
  )
}

interface CheckboxesFieldProps<Value extends string> {
  readonly name: string
  readonly label: string
  readonly help?: ReactNode
  readonly value: readonly Value[]
  readonly onChange: (value: readonly Value[]) => void
  readonly options: readonly Option<Value>[]
  readonly error?: ReactNode
}

/** Any of a few, in the order in which they are offered. */
export function CheckboxesField<Value extends string>(props: CheckboxesFieldProps<Value>) {
  const { name, label, help, value, onChange, options, error } = props
  const choose = (chosen: readonly string[]) =>
    onChange(options.map((option) => option.value).filter((each) => chosen.includes(each)))
  return (
    <Checkbox.Group label={label} description={help} value={[...value]} onChange={choose} error={error}>
      <div className={classes.options}>
        {options.map((option) => (
          <Checkbox
            key={option.value}
            name={name}
            value={option.value}
            label={option.label}
            description={option.doc}
          />
        ))}
      </div>
    </Checkbox.Group>
  )
}
