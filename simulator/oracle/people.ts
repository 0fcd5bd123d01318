import type { Account } from '../world/model.ts'
import { isoMicros } from '../world/time.ts'
import type { ClosableWorld } from '../world/world.ts'

export function* workspaces(world: ClosableWorld) {
  for (const { uuid, slug, name } of world.workspaces) yield { uuid, slug, name }
}

/** Who is behind an account, and which of its addresses can be resolved: the truth for identity mapping. */
export function* accounts(world: ClosableWorld) {
  for (const account of byUuid(world.accounts)) {
    const { uuid, accountId, displayName, nickname, kind, status, human, isBot, emails, unresolvedEmails } =
      account
    yield {
      uuid,
      account_id: accountId,
      display_name: displayName,
      nickname,
      kind,
      status,
      human,
      is_bot: isBot,
      emails,
      unresolved_emails: unresolvedEmails,
    }
  }
}

function byUuid(all: readonly Account[]): Account[] {
  return [...all].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
}

export function* members(world: ClosableWorld) {
  for (const workspace of world.workspaces) {
    const sorted = [...world.members(workspace.uuid)].sort((a, b) => (a.account < b.account ? -1 : 1))
    for (const { account, permission } of sorted) yield { workspace: workspace.uuid, account, permission }
  }
}

export function* projects(world: ClosableWorld) {
  for (const workspace of world.workspaces) {
    const sorted = [...world.projects(workspace.uuid)].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
    for (const { uuid, key, name, description, isPrivate } of sorted) {
      yield { workspace: workspace.uuid, uuid, key, name, description, is_private: isPrivate }
    }
  }
}

export function* repositories(world: ClosableWorld) {
  for (const workspace of world.workspaces) {
    const sorted = [...world.repositories(workspace.uuid)].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
    for (const one of sorted) {
      yield {
        workspace: one.workspace,
        uuid: one.uuid,
        project: one.project,
        slug: one.slug,
        full_name: world.fullName(one),
        name: one.name,
        description: one.description,
        is_private: one.isPrivate,
        parent: one.parent,
        main_branch: one.mainBranch,
        language: one.language,
        size: one.size,
        has_issues: one.hasIssues,
        created_on: isoMicros(one.createdOn),
        updated_on: isoMicros(one.updatedOn),
        is_empty: one.isEmpty,
        forbidden: one.isForbidden,
      }
    }
  }
}
