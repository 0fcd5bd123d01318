import { Button, Menu } from '@mantine/core'
import { confirm } from '../../ui/feedback/confirm.tsx'
import classes from './mappings.module.css'
import type { Template } from './queries.ts'

interface BeginWithProps {
  readonly templates: readonly Template[]
  readonly isWritten: boolean
  readonly onChoose: (text: string) => void
  readonly onDiscard?: () => void
}

/** Mappings that ship, to begin with, and the way back to what is saved. */
export function BeginWith({ templates, isWritten, onChoose, onDiscard }: BeginWithProps) {
  const choose = async ({ name, text }: Template) => {
    const isSure =
      !isWritten ||
      (await confirm({
        title: `Begin with the mapping ${name}?`,
        body: 'What you have written here is replaced by it.',
        action: 'Replace',
        danger: true,
      }))
    if (isSure) onChoose(text)
  }
  const discard = async () => {
    const isSure = await confirm({
      title: 'Discard what you wrote?',
      body: 'The text that is saved is shown again.',
      action: 'Discard',
      danger: true,
    })
    if (isSure) onDiscard?.()
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" disabled={templates.length === 0}>
          Begin with…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {templates.map((template) => (
          <Menu.Item key={template.name} onClick={() => void choose(template)} maw={320}>
            <strong>{template.name}</strong>
            <div className={classes.where}>{template.doc}</div>
          </Menu.Item>
        ))}
        {onDiscard && <Menu.Item onClick={() => void discard()}>What is saved</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
