import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { setupQuery, useCan } from '../../session.ts'
import { page } from '../integrations/page.ts'
import { connectionsQuery } from '../integrations/queries.ts'
import { ButtonLink } from '../links.tsx'
import { Step } from './step.tsx'

const { icon } = page

/** Everything else begins with it; gone once something is connected, except in a demo, where it leads to what moves. */
export function BitbucketStep() {
  const api = useApi()
  const can = useCan()
  const demo = useQuery(setupQuery(api)).data?.demo
  const connections = useQuery(connectionsQuery(api)).data
  if (demo && connections && connections.length > 0) {
    return (
      <Step
        icon={icon}
        title="Watch the demo fill"
        doc="The invented company is connected already, and is being read."
      >
        <ButtonLink to="/integrations">See the connection</ButtonLink>
      </Step>
    )
  }
  if (connections?.length !== 0 || !can('integration:edit')) return null
  return (
    <Step
      icon={icon}
      title="Connect Bitbucket"
      doc="Nothing is read yet. A token of your workspace is all it takes."
    >
      <ButtonLink to="/integrations" search={{ add: 'yes' }}>
        Connect Bitbucket
      </ButtonLink>
    </Step>
  )
}
