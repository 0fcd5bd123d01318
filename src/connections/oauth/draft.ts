import type { Db } from '../../db/pool.ts'
import type { DraftCredential } from '../entered/tokens.ts'
import type { KeyRing } from '../key-ring.ts'
import { identityOfConsumer } from './apps.ts'
import { getGrant, openGrant } from './grants.ts'

/** What a finished grant becomes when it is stored as a credential. */
export interface GrantedDraft {
  readonly grantId: string
  readonly refreshToken: string
  readonly until: Date
}

/** The credential that a finished grant is worth, not stored yet. */
export async function draftOfGrant(
  db: Db,
  ring: KeyRing,
  { id, personId, label }: { id: string; personId: string | null; label?: string | undefined },
): Promise<DraftCredential> {
  const grant = await getGrant(db, id, personId)
  const { accessToken, refreshToken, until } = await openGrant(db, ring, grant)
  return {
    kind: 'oauth',
    label: label ?? 'Atlassian app',
    identity: identityOfConsumer(grant.client_id),
    email: null,
    secret: accessToken,
    expiresAt: null,
    reservedFor: null,
    granted: { grantId: id, refreshToken, until },
  }
}
