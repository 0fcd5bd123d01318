import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { addAccount, addReadWorkspace, sayAddress } from '../../test/accounts.ts'
import { testDatabase } from '../../test/postgres.ts'
import { transaction } from '../db/pool.ts'
import { listAccounts, listPersonAccounts } from './accounts.ts'
import { giveAccount, takeAccountAway } from './give-account.ts'
import { addPerson, changePerson, lockPerson, type Person, removePerson } from './people.ts'

const database = await testDatabase()
const db = database.kysely
afterAll(() => database.close())

let [harbour, fjord] = ['', '']
let mara: Person
let jonas: Person

beforeEach(async () => {
  await database.pool.query('truncate people, connections, workspaces, accounts cascade')
  harbour = await addReadWorkspace(database, 'acme', 'harbour')
  fjord = await addReadWorkspace(database, 'nord', 'fjord')
  mara = await person('Mara Lindqvist', 'Mara.Lindqvist@Example.com')
  jonas = await person('Jonas Okafor', 'jonas@example.com')
})

const person = (name: string, email: string) =>
  addPerson(db, { name, email, role: 'viewer', passwordHash: 'none' })
const give = (to: Person, account: string) =>
  transaction(db, async (tx) => giveAccount(tx, await lockPerson(tx, to.id), account, 'Ada'))
const takeAway = (from: Person, account: string) =>
  transaction(db, async (tx) => takeAccountAway(tx, await lockPerson(tx, from.id), account, 'Ada'))
const known = async ({ id }: Person) =>
  (await listPersonAccounts(db, id)).map((account) => [account.display_name, account.origin])
const taken = { code: 'account_taken' }

describe('accounts of a person, by address', () => {
  it('are those of all connections to which Bitbucket says the address belongs, whatever its case', async () => {
    const email = 'mara.lindqvist@example.com'
    await addAccount(database, { name: 'Mara L.', nickname: 'ml', workspace: harbour, email })
    await addAccount(database, { name: 'M. Lindqvist', workspace: fjord, email })
    await addAccount(database, { name: 'Somebody else', workspace: fjord, email: 'else@example.com' })
    const [first, second] = await listPersonAccounts(db, mara.id)
    expect(first).toMatchObject({
      ...{ display_name: 'M. Lindqvist', origin: 'email', email, given_by: null, given_at: null },
      workspaces: [{ slug: 'fjord', name: 'Fjord', connection: { alias: 'nord' }, left_at: null }],
    })
    expect(second).toMatchObject({
      ...{ display_name: 'Mara L.', nickname: 'ml', type: 'user', account_status: 'active' },
      workspaces: [{ slug: 'harbour', connection: { alias: 'acme' } }],
    })
    expect(await known(jonas)).toEqual([])
  })

  it('name every workspace in which one account is met, and those it left', async () => {
    const account = await addAccount(database, { name: 'Jo', workspace: harbour, email: jonas.email })
    await sayAddress(database, fjord, jonas.email, account)
    await database.pool.query(
      'insert into members (workspace_id, account_id, removed_at) values ($1, $2, now())',
      [fjord, account],
    )
    await database.pool.query('update workspaces set connection_id = null where id = $1', [harbour])
    const [only, ...more] = await listPersonAccounts(db, jonas.id)
    expect(more).toEqual([])
    expect(only?.workspaces).toMatchObject([
      { slug: 'fjord', connection: { alias: 'nord' }, left_at: expect.any(String) },
      { slug: 'harbour', connection: null, left_at: null },
    ])
  })

  it('follow the address that the person signs in with, and what Bitbucket says of it', async () => {
    const account = await addAccount(database, { name: 'Jo', workspace: harbour, email: 'jo@example.com' })
    expect(await known(jonas)).toEqual([])
    await transaction(db, (tx) => changePerson(tx, jonas, { email: 'JO@example.com' }))
    expect(await known(jonas)).toEqual([['Jo', 'email']])
    await sayAddress(database, harbour, 'jo@example.com', null)
    expect(await known(jonas)).toEqual([])
    await sayAddress(database, fjord, 'jo@example.com', account)
    expect(await known(jonas)).toEqual([['Jo', 'email']])
  })

  it('are kept by a person who is disabled', async () => {
    await addAccount(database, { name: 'Jo', workspace: harbour, email: jonas.email })
    await database.pool.query('update people set disabled = true')
    expect(await known(jonas)).toEqual([['Jo', 'email']])
  })

  it('are nobody’s where they have the addresses of two people, until somebody says whose', async () => {
    const account = await addAccount(database, { name: 'Shared', workspace: harbour, email: jonas.email })
    await sayAddress(database, fjord, mara.email.toLowerCase(), account)
    expect([await known(mara), await known(jonas)]).toEqual([[], []])
    await give(mara, account)
    expect([await known(mara), await known(jonas)]).toEqual([[['Shared', 'hand']], []])
  })
})

describe('accounts of a person, by hand', () => {
  it('outweigh the address, and say who gave them', async () => {
    const account = await addAccount(database, { name: 'Jo', workspace: harbour })
    await give(mara, account)
    await sayAddress(database, harbour, jonas.email, account)
    expect(await known(jonas)).toEqual([])
    const [given] = await listPersonAccounts(db, mara.id)
    expect(given).toMatchObject({ origin: 'hand', email: null, given_by: 'Ada' })
    expect(given?.given_at).toBeInstanceOf(Date)
  })

  it('are refused while they are somebody else’s, by address or by hand', async () => {
    const byAddress = await addAccount(database, { name: 'Jo', workspace: harbour, email: jonas.email })
    const byHand = await addAccount(database, { name: 'Build bot', workspace: fjord })
    await give(jonas, byHand)
    await expect(give(mara, byAddress)).rejects.toThrow('Jo belongs to Jonas Okafor.')
    await expect(give(mara, byHand)).rejects.toMatchObject({ ...taken, data: { person: { id: jonas.id } } })
    expect(await known(mara)).toEqual([])
  })

  it('are the person’s who was faster, and of nobody else', async () => {
    const account = await addAccount(database, { name: 'Build bot', workspace: fjord })
    const people = await Promise.all([1, 2, 3].map((n) => person(`P ${n}`, `p${n}@example.com`)))
    const results = await Promise.allSettled(people.map((one) => give(one, account)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results.filter((one) => one.status === 'rejected'))
      expect(result.reason).toMatchObject(taken)
  })

  it('stay as they are when they are given twice, or are known by address already', async () => {
    const byAddress = await addAccount(database, { name: 'Jo', workspace: harbour, email: jonas.email })
    expect(await give(jonas, byAddress)).toMatchObject({ origin: 'email' })
    const byHand = await addAccount(database, { name: 'Jonas O.', workspace: fjord })
    const first = await give(jonas, byHand)
    expect(await give(jonas, byHand)).toEqual(first)
  })

  it('go with the person', async () => {
    const account = await addAccount(database, { name: 'Jo', workspace: harbour, email: jonas.email })
    await give(jonas, await addAccount(database, { name: 'Jonas O.', workspace: fjord }))
    await takeAway(jonas, account)
    await transaction(db, (tx) => removePerson(tx, jonas))
    const { rows } = await database.pool.query(
      'select account_id from person_accounts union select account_id from person_accounts_taken',
    )
    expect(rows).toEqual([])
  })
})

describe('an account that is taken away', () => {
  it('is not matched by its address again, and can be given to another', async () => {
    const email = jonas.email
    const account = await addAccount(database, { name: 'Jo', workspace: harbour, email })
    await takeAway(jonas, account)
    await sayAddress(database, fjord, email, account)
    expect(await known(jonas)).toEqual([])
    await give(mara, account)
    expect(await known(mara)).toEqual([['Jo', 'hand']])
    await takeAway(mara, account)
    expect([await known(mara), await known(jonas)]).toEqual([[], []])
  })

  it('is what it was when that is undone', async () => {
    const byAddress = await addAccount(database, { name: 'Jo', workspace: harbour, email: jonas.email })
    const byHand = await addAccount(database, { name: 'Jonas O.', workspace: fjord })
    await give(jonas, byHand)
    for (const account of [byAddress, byHand]) {
      await takeAway(jonas, account)
      await give(jonas, account)
    }
    expect(await known(jonas)).toEqual([
      ['Jo', 'email'],
      ['Jonas O.', 'hand'],
    ])
  })

  it('leaves its other accounts and other people alone', async () => {
    const email = jonas.email
    const account = await addAccount(database, { name: 'Jo', workspace: harbour, email })
    await addAccount(database, { name: 'Jonas O.', workspace: fjord, email })
    await takeAway(jonas, account)
    expect(await known(jonas)).toEqual([['Jonas O.', 'email']])
    const notHers = takeAway(mara, account)
    await expect(notHers).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('all accounts', () => {
  it('are found by name or nickname, with whose they are', async () => {
    await addAccount(database, { name: 'Jo', workspace: harbour, email: jonas.email })
    await addAccount(database, { name: 'Build 100%', nickname: 'jo-bot', workspace: fjord })
    const found = await listAccounts(db, 'JO', undefined, 10)
    expect(found.map(({ display_name, person }) => [display_name, person?.name ?? null])).toEqual([
      ['Build 100%', null],
      ['Jo', 'Jonas Okafor'],
    ])
    expect(await listAccounts(db, '0%', undefined, 10)).toHaveLength(1)
  })

  it('are walked in pages, the nameless last', async () => {
    for (const name of ['b', 'A', 'c']) await addAccount(database, { name, workspace: harbour })
    await database.pool.query('insert into accounts (uuid) values (gen_random_uuid())')
    const first = await listAccounts(db, undefined, undefined, 2)
    const last = first.at(-1)
    const rest = await listAccounts(db, undefined, [last?.sort_value ?? null, last?.id ?? ''], 10)
    const names = [...first, ...rest].map(({ display_name }) => display_name)
    expect(names).toEqual(['A', 'b', 'c', null])
  })
})
