import type { Database } from '../src/db/pool.ts'

/** Where its rows lie. */
export const at = { workspaceId: '1', repositoryId: '1' }

/** Empties the database but for one workspace with one repository. */
export async function leaveOneRepository({ pool }: Pick<Database, 'pool'>): Promise<void> {
  await pool.query(`
    truncate workspaces restart identity cascade;
    insert into workspaces (uuid, slug, name) values ('00000000-0000-4000-8000-000000000001', 'harbour', 'Harbour');
    insert into repositories (workspace_id, uuid, slug, name)
    values (1, '00000000-0000-4000-8000-000000000002', 'crane', 'Crane')`)
}
