/** Accounts, members, workspaces and projects. */
import type * as m from '../model.ts'
import { close, person } from '../plan/people.ts'
import { randomStream } from '../random.ts'
import { Impossible, type Verbs } from '../verbs.ts'
import type { Ground } from '../world.ts'

type PeopleVerbs = Pick<
  Verbs,
  'renameAccount' | 'closeAccount' | 'addMember' | 'renameWorkspace' | 'updateProject'
>

export function peopleVerbs(ground: Ground): PeopleVerbs {
  return {
    renameAccount: (uuid, displayName, nickname) => renameAccount(ground, uuid, displayName, nickname),
    closeAccount: (uuid) => closeAccount(ground, uuid),
    addMember: (workspace, displayName, emails) => addMember(ground, workspace, displayName, emails),
    renameWorkspace: (uuid, slug, actor) => renameWorkspace(ground, uuid, slug, actor),
    updateProject: (uuid, edit, actor) => updateProject(ground, uuid, edit, actor),
  }
}

function accountOf(ground: Ground, uuid: m.Uuid): m.Account {
  const account = ground.accounts.find((one) => one.uuid === uuid)
  if (account === undefined || account.status === 'closed')
    throw new Impossible(`There is no account ${uuid}.`)
  return account
}

function renameAccount(
  ground: Ground,
  uuid: m.Uuid,
  displayName: string,
  nickname: string | undefined,
): m.Account {
  const account = accountOf(ground, uuid)
  const at = ground.tick()
  account.previousNames.push({ displayName: account.displayName, nickname: account.nickname, until: at })
  account.displayName = displayName
  if (account.kind === 'user') account.nickname = nickname ?? displayName
  ground.renamed()
  ground.emit({ kind: 'account:changed', at, actor: uuid, account: uuid })
  return account
}

function closeAccount(ground: Ground, uuid: m.Uuid): m.Account {
  const account = accountOf(ground, uuid)
  const at = ground.tick()
  close(account)
  const left = ground.members.filter((member) => member.account !== uuid)
  ground.members.splice(0, ground.members.length, ...left)
  ground.renamed()
  ground.emit({ kind: 'account:closed', at, actor: uuid, account: uuid })
  return account
}

function addMember(ground: Ground, workspace: m.Uuid, displayName: string, emails: string[]): m.Account {
  const at = ground.tick()
  const random = randomStream(ground.seed, 'member', ground.nextSerial())
  const account = {
    ...person(random, displayName, emails[0] ?? '', `human:${displayName}`, at),
    emails,
    createdOn: at,
  }
  ground.accounts.push(account)
  ground.members.push({
    workspace,
    account: account.uuid,
    permission: 'member',
    addedOn: at,
    lastAccessed: null,
  })
  ground.renamed()
  ground.emit({ kind: 'workspace:members_changed', at, actor: account.uuid, workspace })
  return account
}

function renameWorkspace(ground: Ground, uuid: m.Uuid, slug: string, actor: m.Uuid): m.Workspace {
  const workspace = ground.workspaces.find((one) => one.uuid === uuid)
  if (workspace === undefined) throw new Impossible(`There is no workspace ${uuid}.`)
  const at = ground.tick()
  workspace.previousSlugs.push(workspace.slug)
  Object.assign(workspace, { slug, updatedOn: at })
  ground.renamed()
  ground.emit({ kind: 'workspace:changed', at, actor, workspace: uuid })
  return workspace
}

function updateProject(ground: Ground, uuid: m.Uuid, edit: Partial<m.Project>, actor: m.Uuid): m.Project {
  const project = ground.projects.find((one) => one.uuid === uuid)
  if (project === undefined) throw new Impossible(`There is no project ${uuid}.`)
  const at = ground.tick()
  Object.assign(project, edit, { updatedOn: at })
  ground.emit({ kind: 'project:updated', at, actor, project: uuid })
  return project
}
