import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { CodeEditor, type CodeProblem } from '../../ui/editor/code-editor.tsx'
import type { JsonSchema } from '../json-schema.ts'
import { completionsAt } from './completion.ts'
import { allBlueprintsQuery, type Checked } from './queries.ts'
import type { TabProps } from './tab.ts'

interface JsonTabProps extends TabProps {
  readonly schema: JsonSchema
  readonly findings: Checked['findings'] | undefined
}

export function JsonTab({ draft, mayEdit, schema, findings }: JsonTabProps) {
  const all = useQuery(allBlueprintsQuery(useApi()))
  return (
    <CodeEditor
      label="Blueprint"
      language="json"
      value={draft.text}
      onChange={draft.write}
      problems={problemsOf(findings)}
      complete={(place) => completionsAt(place, schema, draft.definition, all.data ?? [])}
      readOnly={!mayEdit}
      height={560}
    />
  )
}

const none: readonly CodeProblem[] = []

function problemsOf(findings: Checked['findings'] | undefined): readonly CodeProblem[] {
  if (!findings) return none
  return findings.map(({ line, column, level, message }) => ({
    ...{ line, column, message },
    level: level === 'error' ? 'bad' : 'attention',
  }))
}
