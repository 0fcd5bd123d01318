import { sql } from 'kysely'
import { keyset, type Place, type Sort } from '../db/keyset.ts'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import type { Subject } from './audit.ts'
import type { Role } from './permissions.ts'
import { containing } from './search.ts'

/** A person without the password hash, which no other part needs to see. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly disabled: boolean
  /** Raised with every edit. */
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
  readonly last_seen_at: Date | null
}

export interface NewPerson {
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly passwordHash: string
}

export type PersonChange = Partial<Pick<Person, 'name' | 'email' | 'role' | 'disabled'>>

const columns = [
  'id',
  'name',
  'email',
  'role',
  'disabled',
  'version',
  'created_at',
  'updated_at',
  'last_seen_at',
] as const

export interface PeopleFilter {
  readonly search?: string | undefined
  readonly role?: Role | undefined
  readonly disabled?: boolean | undefined
}

const sortColumns = {
  name: { value: sql`lower(name)`, type: 'text' },
  email: { value: sql`lower(email)`, type: 'text' },
  role: { value: sql`role::text`, type: 'text' },
  last_seen_at: { value: sql`last_seen_at`, type: 'timestamptz' },
  created_at: { value: sql`created_at`, type: 'timestamptz' },
} as const

export type PeopleSort = Sort<keyof typeof sortColumns>

/** People in order, behind a place in it. */
export async function listPeople(
  db: Db,
  { sort = 'name', ...filter }: PeopleFilter & { readonly sort?: PeopleSort | undefined },
  place: Place | undefined,
  limit: number,
): Promise<(Person & { sort_value: string | null })[]> {
  const { value, orderBy, behind } = keyset(sortColumns, sort, sql`people.id`)
  let query = db.selectFrom('people').select(columns).select(value.as('sort_value'))
  if (filter.role !== undefined) query = query.where('role', '=', filter.role)
  if (filter.disabled !== undefined) query = query.where('disabled', '=', filter.disabled)
  if (filter.search !== undefined) {
    const pattern = containing(filter.search)
    query = query.where((eb) => eb.or([eb('name', 'ilike', pattern), eb('email', 'ilike', pattern)]))
  }
  const rows = await query.where(behind(place)).orderBy(orderBy).limit(limit).execute()
  return rows as (Person & { sort_value: string | null })[]
}

export async function getPerson(db: Db, id: string): Promise<Person> {
  const row = await db.selectFrom('people').select(columns).where('id', '=', id).executeTakeFirst()
  if (!row) throw new Failure('not_found')
  return row as Person
}

/** The person with this address, however its letters are written. */
export async function findPerson(db: Db, email: string): Promise<Person> {
  const row = await db
    .selectFrom('people')
    .select(columns)
    .where(sql<string>`lower(email)`, '=', sql<string>`lower(${email})`)
    .executeTakeFirst()
  if (!row) throw new Failure('not_found', { detail: `Nobody has the address ${email}.` })
  return row as Person
}

/** The person as they are now; nobody else changes them until the transaction ends. */
export async function lockPerson(tx: Db, id: string): Promise<Person> {
  const row = await tx
    .selectFrom('people')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Failure('not_found')
  return row as Person
}

export async function addPerson(tx: Db, { passwordHash, ...person }: NewPerson): Promise<Person> {
  const added = await tx
    .insertInto('people')
    .values({ ...person, password: passwordHash })
    .onConflict((conflict) => conflict.expression(sql`lower(email)`).doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (!added) throw emailTaken()
  return added as Person
}

/** Changes a person; a disabled one is signed out. The caller has locked them with `lockPerson`. */
export async function changePerson(tx: Db, before: Person, change: PersonChange): Promise<Person> {
  const demoted = change.role !== undefined && change.role !== 'admin'
  if (demoted || change.disabled === true) await refuseLastAdmin(tx, before)
  if (change.email !== undefined) await refuseTakenEmail(tx, before.id, change.email)
  if (change.disabled === true) await tx.deleteFrom('sessions').where('person_id', '=', before.id).execute()
  const after = await tx
    .updateTable('people')
    .set({ ...change, version: before.version + 1, updated_at: sql<Date>`now()` })
    .where('id', '=', before.id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return after as Person
}

/** Removes a person with their sessions, API keys and what was said of their accounts, which the database takes along. */
export async function removePerson(tx: Db, person: Person): Promise<void> {
  await refuseLastAdmin(tx, person)
  await tx.deleteFrom('people').where('id', '=', person.id).execute()
}

export async function setPassword(tx: Db, id: string, passwordHash: string): Promise<void> {
  await tx.updateTable('people').set({ password: passwordHash }).where('id', '=', id).execute()
}

export async function passwordOf(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('people').select('password').where('id', '=', id).executeTakeFirst()
  return row?.password
}

/** Number of people in each role, those who are disabled too. */
export async function countByRole(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('people')
    .select((eb) => ['role', eb.fn.countAll<string>().as('people')])
    .groupBy('role')
    .execute()
  return new Map(rows.map((row) => [row.role, Number(row.people)]))
}

export function subjectOf(person: Person): Subject {
  return { kind: 'person', id: person.id, name: person.name }
}

/** For the audit log. */
export function describePerson({ name, email, role, disabled }: Person): PersonChange {
  return { name, email, role, disabled }
}

/**
 * Locks every administrator first, in one order: of two who demote each other at the same moment the second waits,
 * then sees who is left.
 */
async function refuseLastAdmin(tx: Db, person: Person): Promise<void> {
  if (person.role !== 'admin' || person.disabled) return
  const admins = await tx
    .selectFrom('people')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled', '=', false)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (!admins.some((admin) => admin.id !== person.id)) throw new Failure('last_admin')
}

async function refuseTakenEmail(tx: Db, id: string, email: string): Promise<void> {
  const other = await tx
    .selectFrom('people')
    .select('id')
    .where(sql<string>`lower(email)`, '=', sql<string>`lower(${email})`)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (other) throw emailTaken()
}

function emailTaken(): Failure {
  const problems = [{ path: 'email', message: 'belongs to somebody else' }]
  return new Failure('conflict', {
    detail: 'The e-mail address belongs to somebody else.',
    data: { problems },
  })
}
