import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { useCan } from '../../session.ts'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import type { JsonSchema } from '../json-schema.ts'
import { Findings } from '../mappings/findings.tsx'
import { Calculations } from './calculations.tsx'
import { partsOf } from './definition.ts'
import { useDraft } from './draft.ts'
import { General } from './general.tsx'
import { ImpactOf } from './impact.tsx'
import { JsonTab } from './json-tab.tsx'
import { Layout } from './layout.tsx'
import { useLeaving } from './leaving.ts'
import { Mirrors } from './mirrors.tsx'
import { Properties } from './properties.tsx'
import type { Blueprint } from './queries.ts'
import { Relations } from './relations.tsx'
import { useSaving } from './saving.tsx'
import { wordsOf } from './schema.ts'
import type { TabProps } from './tab.ts'
import { stateOf } from './words.ts'

interface DetailProps {
  readonly blueprint: Blueprint
  readonly etag: string
  readonly schema: JsonSchema
  readonly onReload: () => void
}

export function Detail({ blueprint, etag, schema, onReload }: DetailProps) {
  const mayEdit = useCan()('catalog:edit')
  const draft = useDraft(blueprint.definition)
  const words = useMemo(() => wordsOf(schema), [schema])
  const { checked, check, save, isStale } = useSaving({ blueprint, etag, draft })
  useLeaving(draft.isDirty && !save.isPending)
  const { definition } = draft
  const tab: TabProps = { draft, mayEdit, words }
  const count = (part: Parameters<typeof partsOf>[1]) =>
    definition ? { count: Object.keys(partsOf(definition, part)).length } : {}
  return (
    <>
      <PageHeader
        title={blueprint.title}
        state={stateOf(blueprint, draft.isDirty)}
        actions={
          mayEdit && (
            <>
              <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
                Check
              </Button>
              {isStale && (
                <Button variant="default" onClick={onReload}>
                  Load it again
                </Button>
              )}
              <Button
                disabled={!draft.isDirty || isStale}
                loading={save.isPending}
                onClick={() => save.mutate()}
              >
                Save
              </Button>
            </>
          )
        }
      />
      <FormErrors error={save.error ?? check.error} labels={{}} />
      {checked && <Findings findings={checked.findings} />}
      {checked && <ImpactOf checked={checked} />}
      <Tabs
        label="Blueprint"
        tabs={[
          { id: 'properties', label: 'Properties', ...count('properties'), content: <Properties {...tab} /> },
          { id: 'relations', label: 'Relations', ...count('relations'), content: <Relations {...tab} /> },
          { id: 'mirrors', label: 'Mirrors', ...count('mirrorProperties'), content: <Mirrors {...tab} /> },
          {
            ...{ id: 'calculations', label: 'Calculations', ...count('calculationProperties') },
            content: <Calculations {...tab} />,
          },
          { id: 'layout', label: 'Layout', content: <Layout {...tab} /> },
          { id: 'general', label: 'General', content: <General {...tab} blueprint={blueprint} /> },
          {
            ...{ id: 'json', label: 'JSON' },
            content: <JsonTab {...tab} schema={schema} findings={checked?.findings} />,
          },
        ]}
      />
    </>
  )
}
