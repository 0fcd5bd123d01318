import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { ErrorBoundary } from '../feedback/error-boundary.tsx'
import classes from './editor.module.css'
import type { Complete } from './place.ts'

export interface CodeProblem {
  /** One-based, as the servers and people count. */
  readonly line: number
  readonly column?: number
  readonly level: 'bad' | 'attention'
  readonly message: string
}

export interface CodeEditorProps {
  /** For screen readers: "Mapping". */
  readonly label: string
  readonly value: string
  readonly language: 'json' | 'yaml' | 'text'
  readonly onChange?: (value: string) => void
  readonly readOnly?: boolean
  /** Underlined and marked in the gutter. Broken JSON is found without help. */
  readonly problems?: readonly CodeProblem[]
  /** Offers what may stand at a place of a JSON or YAML text. */
  readonly complete?: Complete
  /** Pixels; the editor scrolls inside. */
  readonly height?: number
}

const CodeMirror = lazy(() => import('./code-mirror.tsx'))

/** Code with colours, numbers, folding, search and problems. Loaded when first shown; Tab leaves it. */
export function CodeEditor(props: CodeEditorProps) {
  const height = props.height ?? 320
  return (
    <ErrorBoundary>
      <Suspense fallback={<Skeleton height={height} role="status" aria-label={`Loading ${props.label}`} />}>
        <div className={classes.editor} style={{ height }}>
          <CodeMirror {...props} />
        </div>
      </Suspense>
    </ErrorBoundary>
  )
}
