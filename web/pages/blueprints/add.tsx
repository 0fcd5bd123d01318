import { Drawer } from '../../ui/layout/drawer.tsx'
import { ImportForm } from './import.tsx'
import { NewForm } from './new-blueprint.tsx'
import { Templates } from './templates.tsx'

const ways = {
  new: { title: 'New blueprint', Content: NewForm },
  templates: { title: 'Templates', Content: Templates },
  import: { title: 'Import blueprints', Content: ImportForm },
} as const

function wayOf(name: string) {
  return name === 'templates' || name === 'import' ? ways[name] : ways.new
}

/** The ways in which a blueprint comes to be here. */
export function AddDrawer() {
  return (
    <Drawer name="add" title={(name) => wayOf(name).title} size="xl">
      {(name) => {
        const { Content } = wayOf(name)
        return <Content />
      }}
    </Drawer>
  )
}
