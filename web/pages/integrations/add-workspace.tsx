import { Anchor, Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError, useApi } from '../../api.ts'
import { toProblem } from '../../ui/feedback/problem.ts'
import { toast } from '../../ui/feedback/toast.tsx'
import { Fields, SwitchField, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { field, useSending } from '../sending.ts'
import { needed } from '../validate.ts'
import { Checks, checksOf } from './checks.tsx'
import classes from './integrations.module.css'
import { wholeList } from './picker/browser.ts'
import { type Connection, connectionsKey } from './queries.ts'
import { triedOf } from './verify.tsx'

const labels = { workspace: 'Workspace', only_chosen: 'Only chosen repositories', hand_over: 'Take it over' }

/** One more workspace, typed or found, tried with every credential first. */
export function AddWorkspace({ connection, onDone }: { connection: Connection; onDone: () => void }) {
  const { id, alias } = connection
  const api = useApi()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { workspace: '', only_chosen: false, hand_over: false },
    validate: { workspace: needed('the workspace') },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ workspace, ...rest }) => {
    await api.connections.addWorkspace({ params: { id }, body: { workspace: workspace.trim(), ...rest } })
    await queries.invalidateQueries({ queryKey: connectionsKey })
    toast(`${alias} reads ${workspace.trim()} from its next run on.`)
    onDone()
  })
  useUnsaved(form.isDirty())
  const checks = checksOf(error)
  const readElsewhere = error instanceof ApiError && error.problem.code === 'conflict'
  return (
    <form onSubmit={onSubmit} noValidate aria-label="Add workspace">
      <Fields>
        <TextField
          {...field(form, 'workspace')}
          label={labels.workspace}
          help="Its slug, the first part of its addresses in Bitbucket, or the address of one of its pages."
          required
        />
        <Found connection={connection} onChoose={(slug) => form.setValues({ workspace: slug })} />
        <SwitchField
          {...field(form, 'only_chosen')}
          label={labels.only_chosen}
          help="Collects nothing here but repositories that are chosen one by one."
        />
        {(readElsewhere || form.values.hand_over) && (
          <SwitchField
            {...field(form, 'hand_over')}
            label={labels.hand_over}
            help="The other connection then reads it no more. Its rows stay, and nothing is read twice."
          />
        )}
        {checks.length === 0 && <FormErrors error={error} labels={labels} />}
        {checks.length > 0 && (
          <div role="alert">
            <p>Nothing was stored.</p>
            <Checks checks={checks} tried={(label) => triedOf(connection, label)} />
          </div>
        )}
        <Group gap="sm">
          <Button type="submit" loading={sending}>
            Verify and add
          </Button>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Fields>
    </form>
  )
}

/** Workspaces that the credentials see and nobody reads for this connection yet. */
function Found({ connection, onChoose }: { connection: Connection; onChoose: (slug: string) => void }) {
  const { id, workspaces } = connection
  const api = useApi()
  const found = useQuery({
    queryKey: ['seen-workspaces', id],
    queryFn: () =>
      wholeList(async (page) => (await api.choices.workspaces({ params: { id }, query: { page } })).data),
    staleTime: 60_000,
    retry: false,
  })
  if (found.isPending) return <p className={classes.quiet}>Asking Bitbucket which there are…</p>
  if (found.error) return <p className={classes.quiet}>{toProblem(found.error).detail}</p>
  const read = new Set(workspaces.map(({ slug }) => slug))
  const others = found.data.items.filter(({ slug }) => !read.has(slug))
  if (!found.data.listed)
    return <p className={classes.quiet}>Bitbucket names none to these credentials: type it in.</p>
  if (others.length === 0) return <p className={classes.quiet}>The credentials see no other workspace.</p>
  return (
    <ul className={classes.found} aria-label="Workspaces that the credentials see">
      {others.map(({ uuid, slug, read_by }) => (
        <li key={uuid}>
          <Anchor component="button" type="button" underline="always" onClick={() => onChoose(slug)}>
            {slug}
          </Anchor>
          {read_by && <span className={classes.quiet}> read by {read_by}</span>}
        </li>
      ))}
    </ul>
  )
}
