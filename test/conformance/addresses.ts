import type { Running } from '../simulator/harness.ts'

type Values = Readonly<Record<string, readonly string[]>>

function some<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, Math.floor(items.length / most))
  return items.filter((_, at) => at % step === 0).slice(0, most)
}

// Real values for the parameters of a template inside one repository.
function valuesIn({ simulator }: Running, uuid: string): Values {
  const { world } = simulator
  const content = world.content(uuid)
  const repository = world.repository(uuid)
  const head = content.branch(repository?.mainBranch ?? '')?.target ?? ''
  const author = content.pullRequests[0]?.author ?? ''
  const hooks = simulator.simulation.cloud.hooks.all()
  return {
    commit: some(content.branches, 3).map(({ target }) => target),
    revision: [head],
    spec: [head, `${content.branches[0]?.target ?? head}..${head}`],
    revspec: [`${content.branches[0]?.target ?? head}..${head}`],
    name: [...some(content.branches, 2), ...some(content.tags, 2)].map(({ name }) =>
      encodeURIComponent(name),
    ),
    path: ['', content.files(head)[0]?.path ?? ''],
    pull_request_id: some(content.pullRequests, 6).map(({ id }) => String(id)),
    comment_id: some(content.pullRequests, 6).flatMap(({ id }) =>
      some(content.comments(id), 2).map((comment) => String(comment.id)),
    ),
    pipeline_uuid: some(content.pipelines, 5).map((one) => encodeURIComponent(one.uuid)),
    step_uuid: some(content.pipelines, 5).flatMap((one) =>
      some(content.steps(one.uuid), 1).map((step) => encodeURIComponent(step.uuid)),
    ),
    deployment_uuid: some(content.deployments, 3).map((one) => encodeURIComponent(one.uuid)),
    environment_uuid: content.environments.map((one) => encodeURIComponent(one.uuid)),
    issue_id: content.issues.slice(0, 3).map(({ id }) => String(id)),
    uid: hooks.map((hook) => encodeURIComponent(hook.uuid)),
    selected_user: [encodeURIComponent(author)],
    member: [encodeURIComponent(author)],
    subject_type: ['repository', 'workspace'],
    project_key: world.projects(repository?.workspace ?? '').map(({ key }) => key),
  }
}

function filled(template: string, values: Values, fixed: Readonly<Record<string, string>>): string[] {
  const [, name] = /\{(\w+)\}/.exec(template) ?? []
  if (name === undefined) return [template]
  const choices = name in fixed ? [fixed[name] ?? ''] : (values[name] ?? [])
  return choices.flatMap((value) =>
    filled(
      template.replace(`{${name}}`, () => value),
      values,
      fixed,
    ),
  )
}

const slashed = /\/(pipelines|deployments|environments)$/

// Addresses of a template over all repositories of the first workspace; at most sixty of them.
export function addressesOf(running: Running, template: string): readonly string[] {
  const { world } = running.simulator
  const first = world.workspaces[0]
  const repositories = world.repositories(first?.uuid ?? '').filter((one) => !one.isForbidden && !one.isEmpty)
  const perRepository = template.includes('{repo_slug}') ? repositories : repositories.slice(0, 1)
  const all = perRepository.flatMap((repository) => {
    const fixed = { workspace: running.workspace, repo_slug: repository.slug }
    return filled(template, valuesIn(running, repository.uuid), fixed)
  })
  const search = template.endsWith('/search/code') ? '?search_query=readme' : ''
  return some(all, 60).map((path) => `${path}${slashed.test(path) ? '/' : ''}${search}`)
}
