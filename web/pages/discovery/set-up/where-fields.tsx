import { Button } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconPlus } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useEnvironment } from '../../../ui/environment.tsx'
import { Banner } from '../../../ui/feedback/banner.tsx'
import { Fields } from '../../../ui/form/fields.tsx'
import { SelectField } from '../../../ui/form/select-field.tsx'
import { useDrawer } from '../../../ui/layout/drawer.tsx'
import { AnchorLink } from '../../links.tsx'
import { field } from '../../sending.ts'
import { useView } from '../../view.ts'
import classes from '../discovery.module.css'
import { type Draft, labels } from '../draft.ts'
import type { ReadWorkspace } from '../queries.ts'
import { page } from './page.ts'

interface WhereFieldsProps {
  readonly form: UseFormReturnType<Draft>
  readonly workspaces: readonly ReadWorkspace[]
}

/** The connection, which stands in the address, so that the wizard leads back with the new one; and its workspace. */
export function WhereFields({ form, workspaces }: WhereFieldsProps) {
  const { connection: asked } = useView(page)
  const { setSearch } = useEnvironment()
  const { open } = useDrawer('add')
  const connections = [...new Map(workspaces.map(({ connection }) => [connection.id, connection])).values()]
  const chosen = connections.find(({ id }) => id === asked) ?? connections[0]
  const own = workspaces.filter(({ connection }) => connection.id === chosen?.id)
  const [first] = own.filter(({ discovery }) => discovery === null)
  const usual = (first ?? own[0])?.id ?? null
  const workspace = own.find(({ id }) => id === form.values.workspace)
  const { setFieldValue } = form
  useEffect(() => {
    if (!workspace) setFieldValue('workspace', usual)
  }, [workspace, usual, setFieldValue])
  return (
    <Fields>
      <SelectField
        name="connection"
        label={labels.connection}
        help="Who reads the workspace."
        value={chosen?.id ?? null}
        onChange={(id) => setSearch({ connection: id })}
        options={connections.map(({ id, alias }) => ({ value: id, label: alias }))}
      />
      <div className={classes.tools}>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          onClick={() => open('yes')}
        >
          New connection
        </Button>
      </div>
      <SelectField
        {...field(form, 'workspace')}
        label={labels.workspace}
        options={own.map(({ id, slug, name }) => ({ value: id, label: `${name} (${slug})` }))}
      />
      {workspace?.discovery != null && (
        <Banner
          level="attention"
          title={`${workspace.slug} has a discovery already: there is one a workspace.`}
        >
          <AnchorLink
            to="/discovery/$discovery"
            params={{ discovery: workspace.discovery }}
            underline="always"
          >
            Open it
          </AnchorLink>
        </Banner>
      )}
      {workspace?.by_api_token && <ApiTokenAdvice connection={workspace.connection} />}
    </Fields>
  )
}

/** Advice alone: nobody is kept from going on. */
function ApiTokenAdvice({ connection: { id, alias } }: Pick<ReadWorkspace, 'connection'>) {
  return (
    <Banner level="attention" title={`${alias} reads with an API token, which belongs to a person.`}>
      It works. An access token of the workspace is better: it does not end with the person, and sees the
      workspace alone.{' '}
      <AnchorLink to="/integrations" search={{ connection: id, tab: 'credentials' }} underline="always">
        Credentials of {alias}
      </AnchorLink>
    </Banner>
  )
}
