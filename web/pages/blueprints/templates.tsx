import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useAction } from '../action.ts'
import classes from './blueprints.module.css'
import { BroughtList } from './brought.tsx'
import { type Brought, blueprintsKey, blueprintTemplatesQuery, type Template } from './queries.ts'
import { sentenceOf } from './words.ts'

export function Templates() {
  const templates = useQuery(blueprintTemplatesQuery(useApi()))
  if (templates.data) return <Choice templates={templates.data} />
  if (templates.error) return <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />
  return (
    <Loading label="Loading templates">
      <TextSkeleton />
    </Loading>
  )
}

const groups = [
  {
    of: 'windlass',
    title: 'Ours',
    doc: 'What an installation begins with, and two for worked examples of mappings.',
  },
  {
    of: 'port',
    title: 'Port’s',
    doc: 'For mappings that were written for Port; take all three, they lead to each other.',
  },
] as const

function Choice({ templates }: { templates: readonly Template[] }) {
  const api = useApi()
  const { close } = useDrawer('add')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [refused, setRefused] = useState<readonly Brought[]>([])
  const make = useAction(async () => {
    const blueprints = templates
      .filter(({ identifier }) => chosen.includes(identifier))
      .map(({ definition }) => ({ ...definition }))
    const { items } = (await api.blueprints.bring({ body: { blueprints } })).data
    const wrong = items.filter(({ outcome }) => outcome === 'refused')
    setRefused(wrong)
    setChosen([])
    if (wrong.length === 0) close()
    return { message: sentenceOf(items) }
  }, blueprintsKey)
  const switchOne = (identifier: string, isOn: boolean) =>
    setChosen(isOn ? [...chosen, identifier] : chosen.filter((one) => one !== identifier))
  return (
    <>
      <BroughtList items={refused} />
      {groups.map(({ of, title, doc }) => (
        <fieldset key={of} className={classes.group}>
          <legend>{title}</legend>
          <p className={classes.quiet}>{doc}</p>
          {templates
            .filter((template) => template.of === of)
            .map(({ identifier, title: name, description, is_there }) => (
              <Checkbox
                key={identifier}
                label={`${name} (${identifier})`}
                description={is_there ? 'It is there already.' : description}
                checked={is_there || chosen.includes(identifier)}
                disabled={is_there}
                onChange={(event) => switchOne(identifier, event.currentTarget.checked)}
              />
            ))}
        </fieldset>
      ))}
      <Button disabled={chosen.length === 0} loading={make.isPending} onClick={() => make.mutate()}>
        {chosen.length === 1 ? 'Make 1 blueprint' : `Make ${formatCount(chosen.length)} blueprints`}
      </Button>
    </>
  )
}
