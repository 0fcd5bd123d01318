import { Button } from '@mantine/core'
import { useState } from 'react'
import { Chosen } from './chosen.tsx'
import classes from './picker.module.css'
import { RepositoryPicker, type RepositoryPickerProps } from './repository-picker.tsx'

/** Single repositories that are collected or left out whatever the rules say. Looks in Bitbucket only when asked to. */
export function Exceptions(props: Omit<RepositoryPickerProps, 'purpose'>) {
  const [looking, setLooking] = useState(false)
  return (
    <section className={classes.picker} aria-label="Exceptions">
      <h3 className={classes.title}>Exceptions</h3>
      <p className={classes.quiet}>
        Single repositories that are collected, or left out, whatever is set above.
      </p>
      {looking ? (
        <RepositoryPicker {...props} purpose="except" />
      ) : (
        <>
          <Chosen purpose="except" choices={props.choices} onChange={props.onChange} />
          <div>
            <Button variant="default" onClick={() => setLooking(true)}>
              Make exceptions
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
