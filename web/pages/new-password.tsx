import { Button, Group } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useState } from 'react'
import { CopyButton } from '../ui/feedback/copy-button.tsx'
import { PasswordField, TextField } from '../ui/form/fields.tsx'
import { madeUpPassword } from './made-up-password.ts'
import { passwordLength } from './validate.ts'

interface NewPasswordProps {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: React.ReactNode
}

/** A password for somebody else: typed, or made up and then shown, because it has to be handed over. */
export function NewPassword({ name, label, value, onChange, error }: NewPasswordProps) {
  const [made, setMade] = useState<string | null>(null)
  const shown = made !== null && made === value
  const makeUp = () => {
    const password = madeUpPassword()
    setMade(password)
    onChange(password)
  }
  const field = { name, label, value, onChange, error, required: true }
  const help = `At least ${passwordLength} characters. Hand it over yourself; Windlass sends no mail.`
  return (
    <div>
      {shown ? (
        <TextField {...field} help={help} autoComplete="off" monospace />
      ) : (
        <PasswordField {...field} help={help} autoComplete="new-password" />
      )}
      <Group gap="xs" mt={4}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconWand size={14} stroke={1.75} aria-hidden />}
          onClick={makeUp}
        >
          Make one up
        </Button>
        {shown && <CopyButton value={value} label="Copy password" />}
      </Group>
    </div>
  )
}
