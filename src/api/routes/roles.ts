import { countByRole } from '../../people/people.ts'
import {
  type Permission,
  permissions,
  roleNames,
  roles as rolePermissions,
} from '../../people/permissions.ts'
import { roles as resource } from '../contract/people.ts'
import { implement } from './route.ts'

export const roles = implement(resource, {
  list: async ({ db }) => {
    const people = await countByRole(db)
    return {
      roles: roleNames.map((name) => ({ name, people: people.get(name) ?? 0 })),
      permissions: Object.entries(permissions).map(([name, doc]) => ({
        name,
        doc,
        roles: roleNames.filter((role) => rolePermissions[role].includes(name as Permission)),
      })),
    }
  },
})
