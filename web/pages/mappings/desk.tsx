import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useApi } from '../../api.ts'
import { CodeEditor, type CodeProblem } from '../../ui/editor/code-editor.tsx'
import { useEnvironment } from '../../ui/environment.tsx'
import { Banner } from '../../ui/feedback/banner.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { ButtonLink } from '../links.tsx'
import { BeginWith } from './begin-with.tsx'
import { useDraft } from './draft.ts'
import { Findings } from './findings.tsx'
import { HeldRemovals } from './held.tsx'
import classes from './mappings.module.css'
import { More } from './more.tsx'
import { page } from './page.ts'
import { Parts } from './parts.tsx'
import { Picker } from './picker.tsx'
import type { Edit, Finding, Mapping, Mappings, Template } from './queries.ts'
import { RemapProgress } from './remap-progress.tsx'
import { useSave } from './save.tsx'
import { useCompletion } from './use-completion.ts'
import { sentenceOf, stateOf } from './words.ts'

interface DeskProps {
  readonly mappings: Mappings
  readonly templates: readonly Template[]
  /** Null for one that is not saved yet. */
  readonly mapping: Mapping | null
  readonly stored: { readonly text: string; readonly version: number } | null
}

export function Desk({ mappings, templates, mapping, stored }: DeskProps) {
  const api = useApi()
  const { setSearch } = useEnvironment()
  const [draft, setDraft] = useDraft(mapping?.id ?? 'new')
  const [name, setName] = useState('')
  const saved = stored?.text ?? templates[0]?.text ?? ''
  const text = draft?.text ?? saved
  const version = draft?.version ?? stored?.version ?? 0
  const write = (written: string) => setDraft(written === saved ? null : { text: written, version })
  const test = useMutation({
    mutationFn: async (mapping: string) => (await api.mappings.try({ body: { text: mapping } })).data,
    onSuccess: () => setSearch({ part: null }),
  })
  const change = useMutation({
    mutationFn: async (mapped: string) =>
      (await api.mappings.preview({ body: { text: mapped, mapping: mapping?.id ?? null } })).data,
    onSuccess: () => setSearch({ part: 'change' }),
  })
  const onSaved = () => {
    setDraft(null)
    // What was looked at is history now.
    test.reset()
    change.reset()
  }
  const save = useSave({ mapping, name, version, onSaved, look: change.mutateAsync })
  const isChanged = draft !== null || mapping === null
  const press = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey)) return
    if (event.key === 'Enter' && !test.isPending) test.mutate(text)
    else if (event.key === 's' && isChanged && !save.isPending) save.mutate(text)
    else return
    event.preventDefault()
  }
  const looked = change.isPending || test.isPending ? undefined : newest(test, change)
  const findings = looked?.data?.findings
  const mend = ({ from, to, text: better }: Edit) => write(text.slice(0, from) + better + text.slice(to))
  return (
    <>
      <PageHeader
        title={page.title}
        state={test.data && !test.isPending ? sentenceOf(test.data) : stateOf(mapping, isChanged)}
        actions={
          <>
            {mapping && <More mapping={mapping} />}
            <ButtonLink to="/mappings/kinds" search={{ mapping: mapping?.id ?? 'new' }} variant="default">
              Kinds
            </ButtonLink>
            <BeginWith
              templates={templates}
              isWritten={draft !== null}
              onChoose={write}
              {...(mapping && draft ? { onDiscard: () => setDraft(null) } : {})}
            />
            <Button variant="default" onClick={() => test.mutate(text)} loading={test.isPending}>
              Test
            </Button>
            <Button variant="default" onClick={() => change.mutate(text)} loading={change.isPending}>
              What would change
            </Button>
            <Button onClick={() => save.mutate(text)} loading={save.isPending} disabled={!isChanged}>
              Save
            </Button>
          </>
        }
      />
      <Picker mappings={mappings.items} mapping={mapping} name={name} onName={setName} />
      <HeldRemovals />
      <RemapProgress remap={mappings.remap} />
      {stored && draft && draft.version < stored.version && (
        <Banner level="attention" title={`Version ${stored.version} was saved meanwhile.`}>
          What you write began with version {draft.version}. Look at the newest under Versions, or discard
          yours.
        </Banner>
      )}
      <div className={classes.editor} onKeyDownCapture={press}>
        <CodeEditor
          label="Mapping"
          language="yaml"
          value={text}
          onChange={write}
          problems={problemsOf(findings)}
          complete={useCompletion()}
          height={420}
        />
      </div>
      {findings && <Findings findings={findings} onMend={looked?.variables === text ? mend : undefined} />}
      <div className={classes.below}>
        <Parts
          mapping={mapping}
          test={test}
          onTest={() => test.mutate(text)}
          change={change}
          onChange={() => change.mutate(text)}
        />
      </div>
    </>
  )
}

interface Looked {
  readonly data: { readonly findings: readonly Finding[] } | undefined
  /** The text that was looked at. */
  readonly variables: string | undefined
  readonly submittedAt: number
}

/** Of two looks at the text, the later one. */
function newest(...looks: readonly Looked[]): Looked | undefined {
  return looks
    .filter(({ data }) => data !== undefined)
    .toSorted((left, right) => right.submittedAt - left.submittedAt)[0]
}

const none: readonly CodeProblem[] = []

function problemsOf(findings: readonly Finding[] | undefined): readonly CodeProblem[] {
  if (!findings) return none
  return findings.map(({ line, column, level, message }) => ({
    ...{ line, column, message },
    level: level === 'error' ? 'bad' : 'attention',
  }))
}
