import { Anchor, Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { type Support, useSupport } from '../environment.tsx'
import { Status } from '../value/status.tsx'
import { CopyButton } from './copy-button.tsx'
import classes from './feedback.module.css'
import { type Problem, toProblem } from './problem.ts'
import { supportHref } from './support.ts'

interface ErrorStateProps {
  /** Whatever was thrown; a problem of the API is shown as it is. */
  readonly error: unknown
  readonly onRetry?: () => void
}

/** What happened, what to do next, and what to quote when asking for help. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const problem = toProblem(error)
  const support = useSupport()
  return (
    <section className={classes.error} role="alert">
      <h2 className={classes.title}>
        <Status level="bad">{problem.title}</Status>
      </h2>
      {problem.detail !== problem.title && <p className={classes.sentence}>{problem.detail}</p>}
      {problem.next && <p className={classes.sentence}>{problem.next}</p>}
      <div className={classes.actions}>
        {onRetry && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
            onClick={onRetry}
          >
            Try again
          </Button>
        )}
        <SupportLink support={support} problem={problem} />
      </div>
      <Reference problem={problem} />
    </section>
  )
}

function Reference({ problem }: { problem: Problem }) {
  return (
    <div className={classes.reference}>
      <span>
        Code <Code problem={problem} />
      </span>
      {problem.request_id && (
        <span className={classes.copyable}>
          Request <code>{problem.request_id}</code>
          <CopyButton value={problem.request_id} label="Copy request id" />
        </span>
      )}
    </div>
  )
}

/** The code leads to its explanation, where the server has one. */
function Code({ problem }: { problem: Problem }) {
  const code = <code>{problem.code}</code>
  return problem.type?.startsWith('/') ? <Anchor href={problem.type}>{code}</Anchor> : code
}

function SupportLink({ support, problem }: { support: Support | undefined; problem: Problem }) {
  const href = supportHref(support, problem)
  if (!href) return null
  return <Anchor href={href}>Ask support</Anchor>
}
