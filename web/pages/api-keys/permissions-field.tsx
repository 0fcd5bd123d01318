import { Button, Checkbox, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { rolesQuery } from '../../queries.ts'
import { useSession } from '../../session.ts'
import classes from './api-keys.module.css'

interface PermissionsFieldProps {
  readonly name: string
  readonly label: string
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
  readonly error?: React.ReactNode
}

/** Only what one's own role allows: a key that promised more would not keep it. */
export function PermissionsField({ name, label, value, onChange, error }: PermissionsFieldProps) {
  const own = useSession().permissions
  const roles = useQuery(rolesQuery(useApi()))
  const docs = new Map(roles.data?.permissions.map((permission) => [permission.name, permission.doc]))
  const reading = own.filter((permission) => permission.endsWith(':view'))
  return (
    <Checkbox.Group
      label={label}
      description="Your own role is the limit, now and later."
      value={[...value]}
      onChange={onChange}
      error={error}
      required
    >
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={() => onChange(reading)}>
          Reading only
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => onChange(own)}>
          Everything I may
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onChange([])}
          disabled={value.length === 0}
        >
          None
        </Button>
      </Group>
      <div className={classes.list}>
        {own.map((permission) => (
          <Checkbox
            key={permission}
            name={name}
            value={permission}
            size="xs"
            label={
              <>
                <code className={classes.permission}>{permission}</code> {docs.get(permission)}
              </>
            }
          />
        ))}
      </div>
    </Checkbox.Group>
  )
}
