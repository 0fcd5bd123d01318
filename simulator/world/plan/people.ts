/** Who works here: humans with their accounts, bots, apps; some renamed, some gone, some with two accounts. */
import type { Account, Member, Workspace } from '../model.ts'
import type { Random } from '../random.ts'
import { DAY, type Instant } from '../time.ts'
import { FAMILY_NAMES, GIVEN_NAMES } from './words.ts'

/** Los Angeles, New York, Lisbon, Berlin, Cape Town, Pune, Tokyo, without daylight saving. */
const OFFSETS = [60, 60, 60, 0, 120, 330, -300, -480, 540]

const MAIL_DOMAIN = 'harbourline.example'

export function planPeople(
  random: Random,
  humans: number,
  workspaces: readonly Workspace[],
  end: Instant,
): Account[] {
  const accounts: Account[] = []
  for (let i = 0; i < humans; i++) {
    const first = human(random, i, end)
    accounts.push(first)
    // One human in eleven has a second account, made for a customer or left over from a private address.
    if (i % 11 === 7) accounts.push(secondAccount(random, first))
  }
  return [...accounts, ...machines(random, end), ...workspaces.map((workspace) => team(random, workspace))]
}

function human(random: Random, i: number, end: Instant): Account {
  const given = GIVEN_NAMES[i % GIVEN_NAMES.length] ?? ''
  // A step of 7 walks all 40 family names, and shifts by one each time the given names repeat.
  const family = FAMILY_NAMES[(i * 7 + Math.floor(i / GIVEN_NAMES.length)) % FAMILY_NAMES.length] ?? ''
  const round = Math.floor(i / (GIVEN_NAMES.length * FAMILY_NAMES.length))
  const name = round === 0 ? `${given} ${family}` : `${given} ${String.fromCharCode(64 + round)}. ${family}`
  const handle = ascii(name).replaceAll(/[^a-z]+/g, '.')
  const account = person(random, name, `${handle}@${MAIL_DOMAIN}`, handle, end)
  if (i % 5 === 1) account.unresolvedEmails = [`${handle}@${ascii(given)}-laptop.local`]
  if (i % 4 === 2) account.emails.push(`${handle.replace('.', '_')}@mail.example`)
  if (i % 13 === 3) rename(account, family, end)
  if (i % 17 === 5 && i % 11 !== 7) close(account)
  return account
}

export function person(random: Random, name: string, email: string, human: string, end: Instant): Account {
  return {
    uuid: random.uuid(),
    kind: 'user',
    // Both forms of identifier are in use: with the site prefix, and the older bare one.
    accountId: random.chance(0.75)
      ? `712020:${random.uuid().slice(1, -1)}`
      : random.uuid().replaceAll(/[{}-]/g, '').slice(0, 24),
    displayName: name,
    nickname: random.chance(0.5) ? name : ascii(name.split(' ')[0] ?? name),
    status: 'active',
    isBot: false,
    human,
    emails: [email],
    unresolvedEmails: [],
    createdOn: end - random.int(3 * 365, 6 * 365) * DAY,
    previousNames: [],
    utcOffset: random.pickSkewed(OFFSETS),
  }
}

function rename(account: Account, family: string, end: Instant): void {
  const married = FAMILY_NAMES[(FAMILY_NAMES.indexOf(family) + 11) % FAMILY_NAMES.length] ?? family
  const { displayName, nickname } = account
  account.previousNames.push({ displayName, nickname, until: end - 200 * DAY })
  account.displayName = `${displayName.split(' ')[0]} ${married}`
  account.nickname = account.displayName
}

export function close(account: Account): void {
  account.status = 'closed'
  account.displayName = 'Former user'
  account.nickname = 'Former user'
  account.accountId = null
}

function secondAccount(random: Random, first: Account): Account {
  const address = first.emails[0]?.replace(MAIL_DOMAIN, 'private.example') ?? ''
  return {
    ...first,
    uuid: random.uuid(),
    accountId: `557058:${random.uuid().slice(1, -1)}`,
    displayName: first.displayName.toLowerCase(),
    nickname: address.split('@')[0] ?? '',
    status: 'active',
    emails: [address],
    unresolvedEmails: [],
    previousNames: [],
  }
}

function machines(random: Random, end: Instant): Account[] {
  const renovate = person(random, 'Renovate Bot', `renovate@${MAIL_DOMAIN}`, 'bot:renovate', end)
  const release = person(random, 'release-train', `release-train@${MAIL_DOMAIN}`, 'bot:release', end)
  const guard = person(random, 'Guardrail Scanner', 'noreply@guardrail.example', 'bot:guardrail', end)
  for (const bot of [renovate, release, guard]) Object.assign(bot, { isBot: true, utcOffset: 0 })
  return [renovate, release, { ...guard, kind: 'app', nickname: null }]
}

function team(random: Random, workspace: Workspace): Account {
  const account = person(random, workspace.name, '', `team:${workspace.slug}`, workspace.createdOn)
  return {
    ...account,
    uuid: workspace.uuid,
    kind: 'team',
    accountId: null,
    nickname: null,
    emails: [],
    isBot: true,
  }
}

/** Everybody open is a member of the first workspace; the others see every third human. Apps are members of none. */
export function planMembers(
  accounts: readonly Account[],
  workspaces: readonly Workspace[],
  random: Random,
): Member[] {
  const members: Member[] = []
  for (const [w, workspace] of workspaces.entries()) {
    for (const [i, account] of accounts.entries()) {
      if (account.kind !== 'user' || account.status !== 'active' || (w > 0 && i % 3 !== 0)) continue
      const permission = i % 9 === 0 ? 'owner' : i % 10 === 4 ? 'collaborator' : 'member'
      const addedOn = Math.max(workspace.createdOn, account.createdOn)
      const lastAccessed = account.isBot ? null : addedOn + Math.floor(random.next() * 300 * DAY)
      members.push({ workspace: workspace.uuid, account: account.uuid, permission, addedOn, lastAccessed })
    }
  }
  return members
}

function ascii(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
