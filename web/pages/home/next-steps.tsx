import { Button, Code } from '@mantine/core'
import { IconApi, IconBook2, IconDatabaseExport, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { rolesQuery } from '../../queries.ts'
import { useCan, useHasFeature } from '../../session.ts'
import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import { ButtonLink } from '../links.tsx'
import { Section } from '../section.tsx'
import { BitbucketStep } from './bitbucket-step.tsx'
import classes from './home.module.css'
import { Step } from './step.tsx'

/** What this person can do next. Each step leads to something that works now. */
export function NextSteps() {
  const can = useCan()
  const hasFeature = useHasFeature()
  const roles = useQuery(rolesQuery(useApi()))
  const people = roles.data?.roles.reduce((sum, role) => sum + role.people, 0)
  const backup = 'windlass backup windlass.backup'
  return (
    <Section title="What to do next">
      <ul className={classes.steps}>
        {can('integration:view') && <BitbucketStep />}
        {can('people:edit') && (
          <Step
            icon={IconUserPlus}
            title={people === 1 ? 'Add the people you work with' : 'Add another person'}
            doc={
              people === 1
                ? 'So far you are the only one who can sign in.'
                : 'They get a role: viewer, editor or administrator.'
            }
          >
            <ButtonLink to="/settings/people" search={{ add: 'yes' }} variant="default">
              Add a person
            </ButtonLink>
          </Step>
        )}
        {can('key:edit') && (
          <Step
            icon={IconDatabaseExport}
            title="Make a backup"
            doc="The whole installation in one file, while it runs. Type this where Windlass is installed."
          >
            <Code>{backup}</Code>
            <CopyButton value={backup} label="Copy command" />
          </Step>
        )}
        {can('api-key:edit') && hasFeature('api_keys') && (
          <Step
            icon={IconApi}
            title="Let a program in"
            doc="A key for a script, a scheduler or CI; no wider than you choose."
          >
            <ButtonLink to="/settings/api-keys" search={{ add: 'yes' }} variant="default">
              Create an API key
            </ButtonLink>
          </Step>
        )}
        {hasFeature('api_docs') && (
          <Step
            icon={IconBook2}
            title="Read the API reference"
            doc="Everything this page does, a program can do."
          >
            <Button component="a" href="/api/docs" variant="default">
              Open the reference
            </Button>
          </Step>
        )}
      </ul>
    </Section>
  )
}
