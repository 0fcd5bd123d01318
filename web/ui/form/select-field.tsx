import { Select } from '@mantine/core'
import type { FieldProps } from './fields.tsx'

interface SelectFieldProps extends FieldProps<string | null> {
  readonly options: readonly { readonly value: string; readonly label: string; readonly disabled?: boolean }[]
  readonly placeholder?: string
  readonly searchable?: boolean
  readonly clearable?: boolean
}

/** One of a list. Apart from the other fields: its list is much code, which nobody needs to sign in. */
export function SelectField({ help, value, options, autoFocus, ...rest }: SelectFieldProps) {
  return (
    <Select
      {...rest}
      value={value ?? null}
      description={help}
      data={[...options]}
      allowDeselect={rest.clearable ?? false}
      data-autofocus={autoFocus || undefined}
    />
  )
}
