import { PasswordInput, Switch, Textarea, TextInput } from '@mantine/core'
import type { ClipboardEvent, ReactNode } from 'react'
import classes from './form.module.css'
import { fromLocalInput, toLocalInput } from './moment.ts'

/** What every field takes. A form's `getInputProps(name)` fits: it gives value, onChange, error and onBlur. */
export interface FieldProps<Value> {
  readonly name: string
  readonly label: ReactNode
  readonly help?: ReactNode
  readonly error?: ReactNode
  /** Left out, the field is empty: `getInputProps` declares it as something that may be missing. */
  readonly value?: Value
  readonly onChange: (value: Value) => void
  readonly onBlur?: () => void
  readonly required?: boolean
  readonly disabled?: boolean
  readonly autoFocus?: boolean
}

interface TextFieldProps extends FieldProps<string> {
  readonly type?: 'text' | 'email' | 'url'
  readonly placeholder?: string
  readonly autoComplete?: string
  readonly maxLength?: number
  /** Several lines. */
  readonly rows?: number
  /** For codes, hashes and addresses. */
  readonly monospace?: boolean
}

export function TextField({
  help,
  value,
  onChange,
  autoFocus,
  rows,
  monospace,
  type,
  ...rest
}: TextFieldProps) {
  const shared = {
    ...rest,
    value: value ?? '',
    description: help,
    'data-autofocus': autoFocus || undefined,
    styles: monospace ? { input: { fontFamily: 'var(--mantine-font-family-monospace)' } } : undefined,
  }
  if (rows)
    return <Textarea {...shared} rows={rows} onChange={(event) => onChange(event.currentTarget.value)} />
  return (
    <TextInput {...shared} type={type ?? 'text'} onChange={(event) => onChange(event.currentTarget.value)} />
  )
}

interface PasswordFieldProps extends FieldProps<string> {
  readonly autoComplete: 'current-password' | 'new-password' | 'off'
  /** Takes several, by comma; lines that are pasted become commas, which a field of one line would run together. */
  readonly several?: boolean
}

/** Hidden, with a button that shows it. */
export function PasswordField(props: PasswordFieldProps) {
  const { help, value, onChange, autoFocus, several = false, ...rest } = props
  const pasteLines = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text').trim()
    if (!pasted.includes('\n')) return
    event.preventDefault()
    const { value: typed, selectionStart, selectionEnd } = event.currentTarget
    const joined = pasted.split(/[\s,]+/).join(', ')
    onChange(typed.slice(0, selectionStart ?? 0) + joined + typed.slice(selectionEnd ?? typed.length))
  }
  return (
    <PasswordInput
      {...rest}
      onPaste={several ? pasteLines : undefined}
      value={value ?? ''}
      description={help}
      data-autofocus={autoFocus || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the text', tabIndex: 0 }}
    />
  )
}

interface SwitchFieldProps extends Omit<FieldProps<boolean>, 'required'> {
  /** Either name is taken: a form's `getInputProps(name, { type: 'checkbox' })` says `checked`. */
  readonly checked?: boolean
}

/** On or off, effective at once or with the form. */
export function SwitchField({ help, value, checked, onChange, autoFocus, ...rest }: SwitchFieldProps) {
  return (
    <Switch
      {...rest}
      description={help}
      checked={checked ?? value ?? false}
      data-autofocus={autoFocus || undefined}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

interface NumberFieldProps extends FieldProps<number | null> {
  readonly min?: number
  readonly max?: number
  readonly step?: number
  /** Behind the number: "days". */
  readonly unit?: string
}

/** A number; an empty field is null, never 0. */
export function NumberField({ help, value, onChange, unit, autoFocus, ...rest }: NumberFieldProps) {
  return (
    <TextInput
      {...rest}
      type="number"
      inputMode="decimal"
      description={help}
      value={value ?? ''}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === '' ? null : currentTarget.valueAsNumber)
      }
      rightSection={unit && <span className={classes.unit}>{unit}</span>}
      rightSectionWidth={unit ? unit.length * 8 + 24 : undefined}
      data-autofocus={autoFocus || undefined}
    />
  )
}

interface MomentFieldProps extends FieldProps<string | null> {
  readonly min?: string
  readonly max?: string
}

/** A moment, typed in the viewer's zone and held as the API writes it (UTC); empty is null. */
export function MomentField({ help, value, onChange, min, max, autoFocus, ...rest }: MomentFieldProps) {
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      description={help}
      value={value ? toLocalInput(value) : ''}
      min={min && toLocalInput(min)}
      max={max && toLocalInput(max)}
      data-autofocus={autoFocus || undefined}
      onChange={(event) => onChange(fromLocalInput(event.currentTarget.value))}
    />
  )
}

/** Fields below each other, 16 px apart, no wider than reads well. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={classes.fields}>{children}</div>
}
