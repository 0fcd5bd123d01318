import { IconCheck, IconMinus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type Answered, type Role, useApi } from '../../api.ts'
import { rolesQuery } from '../../queries.ts'
import { roleTitles, useSession } from '../../session.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { page } from './page.ts'
import classes from './roles.module.css'

type Roles = Answered<'roles', 'list'>

export function Page() {
  const roles = useQuery(rolesQuery(useApi()))
  return (
    <>
      <PageHeader
        title={page.title}
        state="What is not named here is allowed to nobody. An API key never allows more than its owner’s role does."
      />
      {roles.error && <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.isPending && (
        <Loading label="Loading the roles">
          <TableSkeleton rows={12} />
        </Loading>
      )}
      {roles.data && <Matrix roles={roles.data} />}
    </>
  )
}

function Matrix({ roles }: { roles: Roles }) {
  const own = useSession().person.role
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
    <section className={classes.scroller} tabIndex={0} aria-label="Permissions by role, scrolling">
      <table className={classes.matrix} aria-label="Permissions by role">
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {roles.roles.map(({ name, people }) => (
              <th key={name} scope="col" data-own={name === own}>
                {roleTitles[name]}
                <span className={classes.people}>
                  {formatCount(people)} {people === 1 ? 'person' : 'people'}
                  {name === own && ', you'}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {roles.permissions.map((permission) => (
            <tr key={permission.name}>
              <th scope="row">
                <code>{permission.name}</code>
                <span className={classes.doc}>{permission.doc}</span>
              </th>
              {roles.roles.map(({ name }) => (
                <Cell key={name} role={name} granted={permission.roles} own={name === own} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ role, granted, own }: { role: Role; granted: readonly Role[]; own: boolean }) {
  const yes = granted.includes(role)
  const Icon = yes ? IconCheck : IconMinus
  return (
    <td data-own={own} data-granted={yes}>
      <Icon size={18} stroke={yes ? 2.25 : 1.5} role="img" aria-label={yes ? 'allowed' : 'not allowed'} />
    </td>
  )
}
