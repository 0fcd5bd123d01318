import { Button, Group, Text, TextInput } from '@mantine/core'
import { modals } from '@mantine/modals'
import { type FormEvent, type ReactNode, useState } from 'react'

interface ConfirmOptions {
  /** A question: "Remove Ada Example?" */
  readonly title: string
  /** What will happen, and what will not. */
  readonly body: ReactNode
  /** The verb on the button: "Remove". */
  readonly action: string
  /** For what cannot be undone: this text must be typed first. */
  readonly typed?: string
  /** Colours the button as dangerous; on by default when something must be typed. */
  readonly danger?: boolean
}

/** Asks, and answers true only when the action's own button was pressed. */
export function confirm(options: ConfirmOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (answer: boolean) => {
      resolve(answer)
      modals.close(id)
    }
    const id = modals.open({
      title: options.title,
      children: <Question options={options} settle={settle} />,
      // Escape and a click beside the dialog; a promise that is settled already stays as it is.
      onClose: () => resolve(false),
    })
  })
}

function Question({ options, settle }: { options: ConfirmOptions; settle: (answer: boolean) => void }) {
  const [text, setText] = useState('')
  const danger = options.danger ?? options.typed !== undefined
  const ready = options.typed === undefined || text.trim() === options.typed
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) settle(true)
  }
  return (
    <form onSubmit={submit}>
      <Text component="div">{options.body}</Text>
      {options.typed !== undefined && (
        <TextInput
          mt="md"
          label={
            <>
              Type <strong>{options.typed}</strong> to confirm
            </>
          }
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
      )}
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" onClick={() => settle(false)} data-autofocus={danger || undefined}>
          Cancel
        </Button>
        <Button type="submit" color={danger ? 'red' : undefined} disabled={!ready}>
          {options.action}
        </Button>
      </Group>
    </form>
  )
}
