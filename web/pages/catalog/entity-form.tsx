import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Fields, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { field, useSending } from '../sending.ts'
import { needed } from '../validate.ts'
import type { FormValues } from './form-values.ts'
import type { Definition } from './queries.ts'

interface EntityFormProps {
  readonly definition: Definition
  readonly initial: FormValues
  /** On the button. */
  readonly action: string
  /** An entity keeps its identifier. */
  readonly isThere?: boolean
  readonly onSend: (values: FormValues) => Promise<unknown>
}

/** What a person says of an entity: what is left empty is left to mappings and discoveries. */
export function EntityForm({ definition, initial, action, isThere = false, onSend }: EntityFormProps) {
  const form = useForm({ initialValues: initial, validate: { identifier: needed('an identifier') } })
  const { onSubmit, sending, error } = useSending(form, onSend)
  useUnsaved(form.isDirty() && !sending)
  return (
    <form onSubmit={onSubmit} noValidate>
      <FormErrors error={error} labels={labelsOf(definition)} />
      <Fields>
        {!isThere && (
          <TextField
            {...field(form, 'identifier')}
            label="Identifier"
            help="What mappings and relations call it. It stays."
            autoFocus
            required
          />
        )}
        <TextField {...field(form, 'title')} label="Title" help="Name for people." autoFocus={isThere} />
        <TextField {...field(form, 'team')} label="Team" help="Several: one a line." rows={2} />
        {inputsOf(definition).map((input) => (
          <Input
            key={input.name}
            input={input}
            value={form.values.fields[input.name] ?? ''}
            error={form.errors[input.name]}
            onChange={(text) => {
              form.setFieldValue('fields', { ...form.values.fields, [input.name]: text })
              form.clearFieldError(input.name)
            }}
          />
        ))}
        <TextField {...field(form, 'icon')} label="Icon" help="Name of an icon." />
        <div>
          <Button type="submit" loading={sending}>
            {action}
          </Button>
        </div>
      </Fields>
    </form>
  )
}

interface Input {
  readonly name: string
  readonly label: string
  readonly help: string | undefined
  readonly required: boolean
  /** Undefined where anything may be written. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  readonly rows?: number
}

interface InputProps {
  readonly input: Input
  readonly value: string
  readonly error: React.ReactNode
  readonly onChange: (value: string) => void
}

function Input({ input: { choices, rows, ...input }, value, error, onChange }: InputProps) {
  if (choices) {
    return (
      <SelectField
        {...input}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
        options={choices}
        error={error}
        clearable
      />
    )
  }
  return <TextField {...input} value={value} onChange={onChange} error={error} {...(rows ? { rows } : {})} />
}

const yesOrNo = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
]

function inputsOf({ schema, relations }: Definition): Input[] {
  const required = new Set(schema.required ?? [])
  const properties = Object.entries(schema.properties).map(([name, property]): Input => {
    const { type, format, title, description, enum: values } = property
    const isLong = type === 'array' || type === 'object' || format === 'markdown' || format === 'yaml'
    return {
      ...{ name: `properties.${name}`, label: title ?? name, required: required.has(name) },
      help: description ?? (type === 'array' || type === 'object' ? `JSON, ${articled(type)}.` : undefined),
      ...(type === 'boolean' ? { choices: yesOrNo } : {}),
      ...(values && type !== 'array'
        ? { choices: values.map((one) => ({ value: `${one}`, label: `${one}` })) }
        : {}),
      ...(isLong ? { rows: 4 } : {}),
    }
  })
  const related = Object.entries(relations ?? {}).map(
    ([name, { title, target, many, required: isRequired }]): Input => ({
      ...{ name: `relations.${name}`, label: title ?? name, required: isRequired ?? false },
      help: many ? `Identifiers of ${target}, one a line.` : `Identifier of a ${target}.`,
      ...(many ? { rows: 3 } : {}),
    }),
  )
  return [...properties, ...related]
}

function articled(type: 'array' | 'object'): string {
  return type === 'array' ? 'a list' : 'an object'
}

function labelsOf(definition: Definition): Readonly<Record<string, string>> {
  const inputs = inputsOf(definition).map(({ name, label }) => [name, label] as const)
  return {
    identifier: 'Identifier',
    title: 'Title',
    team: 'Team',
    icon: 'Icon',
    ...Object.fromEntries(inputs),
  }
}
