import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../../api.ts'
import { confirm } from '../../../ui/feedback/confirm.tsx'
import { Fields, MomentField, TextField } from '../../../ui/form/fields.tsx'
import { FormErrors } from '../../../ui/form/form-errors.tsx'
import { SelectField } from '../../../ui/form/select-field.tsx'
import { useUnsaved } from '../../../ui/layout/unsaved.tsx'
import { connectionsKey } from '../../integrations/queries.ts'
import { rhythmInWords } from '../../integrations/settings/frequency.ts'
import { ButtonLink } from '../../links.tsx'
import { Section } from '../../section.tsx'
import { field, useSending } from '../../sending.ts'
import classes from '../discovery.module.css'
import { blank, createBody, type Draft, frequencies, frequencyOf, labels, setUpRules } from '../draft.ts'
import { BehaviourFields, CorrelationFields, FieldChoice } from '../mapping-fields.tsx'
import { discoveriesKey, type ReadWorkspace, rhythmQuery, type SetUp } from '../queries.ts'
import { SecondaryKinds } from '../secondary-kinds.tsx'
import { WhereFields } from './where-fields.tsx'

/** Everything that is asked before repositories are discovered; nothing happens before it is confirmed. */
export function SetUpForm({ setUp }: { setUp: SetUp }) {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useForm<Draft>({ initialValues: blank, validate: setUpRules })
  const workspace = setUp.workspaces.find(({ id }) => id === form.values.workspace)
  const { onSubmit, sending, error } = useSending(form, async (draft) => {
    if (!(await confirmed(draft, workspace))) return
    try {
      const { data } = await api.discoveries.create({ body: createBody(draft) })
      form.resetDirty()
      void navigate({ to: '/discovery/$discovery', params: { discovery: data.id } })
    } finally {
      await Promise.all([
        queries.invalidateQueries({ queryKey: discoveriesKey }),
        queries.invalidateQueries({ queryKey: connectionsKey }),
      ])
    }
  })
  useUnsaved(form.isDirty() && !sending)
  const mapping = {
    ...{ values: form.values, errors: form.errors, kinds: setUp.kinds },
    onChange: (change: Partial<Draft>) => {
      form.setValues((before) => ({ ...before, ...change }))
      for (const name of Object.keys(change)) form.clearFieldError(name)
    },
  }
  return (
    <form onSubmit={onSubmit} noValidate aria-label="Set up discovery">
      <Section title="1. Where">
        <div className={classes.stack}>
          <Fields>
            <TextField
              {...field(form, 'name')}
              label={labels.name}
              help="Shown on the card."
              maxLength={100}
              required
            />
          </Fields>
          <WhereFields form={form} workspaces={setUp.workspaces} />
        </div>
      </Section>
      <Section
        title="2. What a repository becomes"
        doc="Each repository is one entity of the kind you choose; a monorepo is one, too."
      >
        <BehaviourFields {...mapping} />
      </Section>
      <Section
        title="3. Which entity is meant"
        doc="An entity whose value fits that of the repository is suggested."
      >
        <CorrelationFields {...mapping} />
      </Section>
      <Section title="4. What comes along">
        <FieldChoice {...mapping} />
        <SecondaryKinds form={form} workspace={workspace} />
      </Section>
      <Section title="5. How often, and since when" doc="A connection is read once for all who need it.">
        <Fields>
          <SelectField
            {...field(form, 'frequency')}
            onChange={(frequency) => frequency !== null && form.setValues({ frequency })}
            label={labels.frequency}
            options={frequencies.map((minutes) => ({
              value: String(minutes),
              label: rhythmInWords(minutes),
            }))}
          />
          <MomentField
            {...field(form, 'since')}
            label={`${labels.since} (optional)`}
            help="The earliest day of what is read. Empty: as far back as the connection reads."
            max={new Date().toISOString()}
          />
        </Fields>
        {workspace && <RhythmResult workspace={workspace} draft={form.values} />}
      </Section>
      <FormErrors error={error} labels={labels} />
      <Group gap="sm">
        <Button
          type="submit"
          loading={sending}
          disabled={workspace !== undefined && workspace.discovery !== null}
        >
          Confirm & Enable
        </Button>
        <ButtonLink to="/discovery" variant="default">
          Cancel
        </ButtonLink>
      </Group>
    </form>
  )
}

/** What the rule makes of both, before it is written to the connection. */
function RhythmResult({ workspace, draft }: { workspace: ReadWorkspace; draft: Draft }) {
  const wish = { workspace: workspace.id, frequency_minutes: frequencyOf(draft), since: draft.since }
  const { data } = useQuery(rhythmQuery(useApi(), wish))
  if (!data) return null
  return (
    <div role="status">
      <p>
        {data.changes
          ? `With this ${workspace.connection.alias} changes:`
          : `Nothing of ${workspace.connection.alias} changes:`}
      </p>
      <ul className={classes.reasons}>
        {data.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  )
}

async function confirmed(draft: Draft, workspace: ReadWorkspace | undefined): Promise<boolean> {
  return confirm({
    title: `Enable ${draft.name.trim()}?`,
    body: `The repositories of ${workspace?.slug ?? 'the workspace'} are read now and appear under Discovered. Nothing enters the catalogue before you import it. Secondary kinds cannot be changed afterwards.`,
    action: 'Enable',
  })
}
