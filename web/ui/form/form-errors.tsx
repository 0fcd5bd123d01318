import { Anchor } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { toProblem } from '../feedback/problem.ts'
import { Status } from '../value/status.tsx'
import { focusField } from './focus-field.ts'
import classes from './form.module.css'
import { fieldName } from './problems.ts'

interface FormErrorsProps {
  /** What sending the form threw; null or undefined shows nothing. */
  readonly error: unknown
  /** The label of each field by its name, for the links. */
  readonly labels: Readonly<Record<string, string>>
}

/** Why the form was not taken, with a link to each field concerned. Stands above the fields. */
export function FormErrors({ error, labels }: FormErrorsProps) {
  const box = useRef<HTMLDivElement>(null)
  // Whoever presses the button at the end of a long form does not see its beginning.
  useEffect(() => {
    if (error) box.current?.scrollIntoView({ block: 'nearest' })
  }, [error])
  if (error === null || error === undefined) return null
  const problem = toProblem(error)
  return (
    <div ref={box} className={classes.errors} role="alert">
      <Status level="bad">{problem.detail}</Status>
      {problem.problems && problem.problems.length > 0 ? (
        <ul>
          {problem.problems.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <FieldLink name={fieldName(path)} labels={labels} /> {message}
            </li>
          ))}
        </ul>
      ) : (
        problem.next && <p>{problem.next}</p>
      )}
      <p className={classes.reference}>
        Code {problem.code}
        {problem.request_id && `, request ${problem.request_id}`}
      </p>
    </div>
  )
}

function FieldLink({ name, labels }: { name: string; labels: Readonly<Record<string, string>> }) {
  const label = labels[name] ?? labels[name.split('.')[0] ?? '']
  if (!label) return <strong>{name || 'Form'}:</strong>
  return (
    <Anchor component="button" type="button" onClick={() => focusField(name)}>
      {label}:
    </Anchor>
  )
}
