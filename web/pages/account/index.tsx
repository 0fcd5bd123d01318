import { roleTitles, useSession } from '../../session.ts'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { BitbucketAccounts } from './bitbucket-accounts.tsx'
import { ChangePassword } from './change-password.tsx'
import { page } from './page.ts'
import { Sessions } from './sessions.tsx'

export function Page() {
  const { person } = useSession()
  return (
    <>
      <PageHeader
        title={page.title}
        state={`${person.name}, ${person.email}. Role: ${roleTitles[person.role].toLowerCase()}.`}
      />
      <Sessions />
      <ChangePassword />
      <BitbucketAccounts />
    </>
  )
}
