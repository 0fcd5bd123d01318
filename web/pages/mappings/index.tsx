import { Button, Menu } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useApi } from '../../api.ts'
import { CodeEditor, type CodeProblem } from '../../ui/editor/code-editor.tsx'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { guide } from '../guide.ts'
import { useDraft } from './draft.ts'
import { Findings } from './findings.tsx'
import classes from './mappings.module.css'
import { page } from './page.ts'
import { type Finding, type Template, templatesQuery } from './queries.ts'
import { TriedResources } from './tried.tsx'
import { sentenceOf } from './words.ts'

const introduction =
  'A mapping says which entity a record becomes. Entities are not stored yet: what is written here is tried, and kept in this browser.'

export function Page() {
  const api = useApi()
  const templates = useQuery(templatesQuery(api))
  const [draft, setDraft] = useDraft()
  const text = draft ?? templates.data?.[0]?.text
  const test = useMutation({
    mutationFn: async (mapping: string) => (await api.mappings.try({ body: { text: mapping } })).data,
  })
  const run = () => {
    if (text && !test.isPending) test.mutate(text)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    run()
  }
  return (
    <>
      <PageHeader
        title={page.title}
        state={test.data && !test.isPending ? sentenceOf(test.data) : introduction}
        actions={
          <>
            <BeginWith templates={templates.data ?? []} isWritten={draft !== null} onChoose={setDraft} />
            <Button onClick={run} loading={test.isPending} disabled={!text}>
              Test
            </Button>
          </>
        }
      />
      {text === undefined ? (
        <Unread error={templates.error} onRetry={() => void templates.refetch()} />
      ) : (
        <div className={classes.editor} onKeyDownCapture={press}>
          <CodeEditor
            label="Mapping"
            language="yaml"
            value={text}
            onChange={setDraft}
            problems={problemsOf(test.data?.findings)}
            height={420}
          />
        </div>
      )}
      {test.data && <Findings findings={test.data.findings} />}
      <div className={classes.below}>
        <Below test={test} onRetry={run} />
      </div>
    </>
  )
}

function Unread({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  if (error) return <ErrorState error={error} onRetry={onRetry} />
  return (
    <Loading label="Loading mappings">
      <TableSkeleton columns={1} />
    </Loading>
  )
}

interface BelowProps {
  readonly test: {
    readonly isPending: boolean
    readonly error: Error | null
    readonly data: Parameters<typeof sentenceOf>[0] | undefined
  }
  readonly onRetry: () => void
}

function Below({ test: { isPending, error, data }, onRetry }: BelowProps) {
  if (isPending)
    return (
      <Loading label="Mapping records">
        <TableSkeleton columns={2} />
      </Loading>
    )
  if (error) return <ErrorState error={error} onRetry={onRetry} />
  if (data && data.resources.length > 0) return <TriedResources tried={data} />
  if (data) return null
  return (
    <EmptyState guide={guide('mappings', 'How mappings are written')}>
      Test shows what five records of each resource become. Ctrl-Enter in the editor does it, too.
    </EmptyState>
  )
}

interface BeginWithProps {
  readonly templates: readonly Template[]
  readonly isWritten: boolean
  readonly onChoose: (text: string | null) => void
}

function BeginWith({ templates, isWritten, onChoose }: BeginWithProps) {
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
      </Menu.Dropdown>
    </Menu>
  )
}

const none: readonly CodeProblem[] = []

function problemsOf(findings: readonly Finding[] | undefined): readonly CodeProblem[] {
  if (!findings) return none
  return findings.map(({ line, column, level, message }) => ({
    ...{ line, column, message },
    level: level === 'error' ? 'bad' : 'attention',
  }))
}
