import { Radio, Stack } from '@mantine/core'
import type { Role } from '../../api.ts'
import { roleTitles } from '../../session.ts'

export const labels = {
  name: 'Name',
  email: 'E-mail address',
  role: 'Role',
  password: 'Password',
} as const

const meaning: Readonly<Record<Role, string>> = {
  viewer: 'Sees, changes nothing.',
  editor: 'Changes what Windlass shows and makes API keys.',
  admin: 'Everything: people, audit log and this installation too.',
}

const roles: readonly Role[] = ['viewer', 'editor', 'admin']

interface RoleFieldProps {
  readonly value: Role
  readonly onChange: (role: Role) => void
  readonly error?: React.ReactNode
}

/** Three roles with what they mean: read at a glance, where a menu would hide two of them. */
export function RoleField({ value, onChange, error }: RoleFieldProps) {
  const choose = (chosen: string) => {
    const role = roles.find((each) => each === chosen)
    if (role) onChange(role)
  }
  return (
    <Radio.Group name="role" label={labels.role} value={value} onChange={choose} error={error}>
      <Stack gap="sm" mt={6}>
        {roles.map((role) => (
          <Radio key={role} value={role} label={roleTitles[role]} description={meaning[role]} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
