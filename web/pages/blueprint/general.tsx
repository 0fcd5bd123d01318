import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { Fields, TextField } from '../../ui/form/fields.tsx'
import { download } from '../../ui/table/csv.ts'
import { Time } from '../../ui/value/time.tsx'
import { useAction } from '../action.ts'
import { Act, Acts } from '../acts.tsx'
import { blueprintLists, blueprintsKey } from '../blueprints/queries.ts'
import { originOf } from '../blueprints/words.ts'
import { Facts } from '../facts.tsx'
import { Section } from '../section.tsx'
import classes from './blueprint.module.css'
import type { Definition } from './definition.ts'
import { Unreadable } from './part-table.tsx'
import type { Blueprint } from './queries.ts'
import type { TabProps } from './tab.ts'
import { entitiesIn } from './words.ts'

/** What it is called, whom it is from, and what can be done to it as a whole. */
export function General({ draft, mayEdit, blueprint }: TabProps & { blueprint: Blueprint }) {
  const { definition } = draft
  if (!definition) return <Unreadable />
  const set = (change: Partial<Definition>) => draft.edit((before) => ({ ...before, ...change }))
  return (
    <>
      <fieldset className={classes.form} disabled={!mayEdit}>
        <legend className={classes.hidden}>What it is called</legend>
        <Fields>
          <TextField
            name="title"
            label="Title"
            value={definition.title ?? ''}
            onChange={(title) => set({ title: title || undefined })}
            maxLength={200}
          />
          <TextField
            name="description"
            label="What it is for"
            value={definition.description ?? ''}
            onChange={(description) => set({ description: description || undefined })}
            rows={2}
            maxLength={2_000}
          />
          <TextField
            name="icon"
            label="Icon"
            value={definition.icon ?? ''}
            onChange={(icon) => set({ icon: icon || undefined })}
            maxLength={100}
          />
        </Fields>
      </fieldset>
      <Section title="Facts">
        <Facts
          facts={[
            { name: 'Identifier', value: <code>{blueprint.identifier}</code> },
            { name: 'From', value: originOf(blueprint) },
            { name: 'Entities', value: entitiesIn(blueprint.entities) },
            { name: 'Referred to by', value: blueprint.referrers.join(', ') || 'No other blueprint' },
            { name: 'Made', value: <Time at={blueprint.created_at} /> },
            { name: 'Changed', value: <Time at={blueprint.updated_at} /> },
          ]}
        />
      </Section>
      <Section title="As a whole">
        <Acts>
          <Act doc="The blueprint as Port writes it, in a file.">
            <Button
              variant="default"
              onClick={() => download(`${blueprint.identifier}.json`, `${draft.text}\n`, 'application/json')}
            >
              Export
            </Button>
          </Act>
          {mayEdit && <Remove blueprint={blueprint} />}
        </Acts>
      </Section>
    </>
  )
}

function Remove({ blueprint }: { blueprint: Blueprint }) {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { identifier, title, entities, referrers, definition } = blueprint
  const remove = useAction(
    async () => {
      const isSure = await confirm({
        title: `Remove ${title}?`,
        body:
          entities === 0
            ? 'It has no entities. What mappings make of it is not taken any more.'
            : `${entitiesIn(entities)} ${entities === 1 ? 'goes' : 'go'} with it for good. What was collected stays, and what mappings make of it is not taken any more.`,
        action: 'Remove',
        danger: true,
        ...(entities === 0 ? {} : { typed: identifier }),
      })
      if (!isSure) return undefined
      await api.blueprints.remove({ params: { identifier }, query: { entities: entities > 0 } })
      await navigate({ to: '/blueprints', ignoreBlocker: true })
      queries.removeQueries({ queryKey: [...blueprintsKey, 'one', identifier] })
      return {
        message: `${title} is removed.`,
        ...(entities === 0
          ? { undo: () => api.blueprints.create({ body: { definition: { ...definition } } }) }
          : {}),
      }
    },
    ...blueprintLists,
  )
  const isHeld = referrers.length > 0
  return (
    <Act
      doc={
        isHeld
          ? `Relations of ${referrers.join(', ')} lead to it. Take them out there before it can be removed.`
          : 'Removes it, with its entities.'
      }
    >
      <Button
        variant="outline"
        color="red"
        disabled={isHeld}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        Remove
      </Button>
    </Act>
  )
}
