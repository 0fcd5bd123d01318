import { ActionIcon, Button, CopyButton as Copy, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

interface CopyButtonProps {
  readonly value: string
  /** What is copied, for people who do not see the icon: "Copy request id". */
  readonly label: string
  /** A button with its label instead of an icon. */
  readonly wide?: boolean
}

/** Copies and says that it did. */
export function CopyButton({ value, label, wide = false }: CopyButtonProps) {
  return (
    <Copy value={value} timeout={2000}>
      {({ copied, copy }) => {
        const Icon = copied ? IconCheck : IconCopy
        const icon = <Icon size={16} stroke={1.75} aria-hidden />
        if (wide) {
          return (
            <Button variant="default" leftSection={icon} onClick={copy}>
              <span aria-live="polite">{copied ? 'Copied' : label}</span>
            </Button>
          )
        }
        return (
          <Tooltip label={copied ? 'Copied' : label} openDelay={copied ? 0 : 300}>
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={copy}
              aria-label={copied ? 'Copied' : label}
              style={{ verticalAlign: 'middle' }}
            >
              {icon}
            </ActionIcon>
          </Tooltip>
        )
      }}
    </Copy>
  )
}
