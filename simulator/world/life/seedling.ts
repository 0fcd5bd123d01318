/** The first tree of a repository: code for every service, packages, and the files that describe it. */
import type { RepositoryPlan, ServicePlan } from '../plan/plan.ts'
import { type Random, randomStream } from '../random.ts'
import {
  catalogInfo,
  codeowners,
  cortexYaml,
  pipelinesYml,
  portYml,
  readme,
  type ServiceFacts,
} from '../tree/documents/manifests.ts'
import { bumped, type Dependency, packageFiles, pickDependencies } from '../tree/documents/packages.ts'
import { contentOf } from '../tree/hash.ts'
import { type Directory, EMPTY, fileAt, textFile, withFile } from '../tree/node.ts'
import { sourcePaths } from './layout.ts'
import { newSource } from './sources.ts'

export function firstTree(plan: RepositoryPlan): Directory {
  const random = randomStream(plan.seed, 'first-tree')
  let tree = EMPTY
  for (const path of sourcePaths(plan).flat()) tree = withFile(tree, path, newSource(random, path))
  for (const service of plan.services) {
    tree = withPackage(tree, service, dependenciesOf(plan, service))
  }
  for (const [path, text] of descriptions(plan)) tree = withFile(tree, path, textFile(text))
  tree = withFile(tree, 'bin/run', textFile(`#!/bin/sh\nexec make run\n`, true))
  tree = withFile(tree, 'docs/übersicht.md', textFile('# Übersicht\n\nPläne, Skizzen, Entscheidungen.\n'))
  return withFile(tree, '.gitignore', textFile('node_modules/\ntarget/\ndist/\n'))
}

function pathIn({ path }: ServicePlan, name: string): string {
  return path === '' ? name : `${path}/${name}`
}

/** What a service depends on as its history goes by, and the chance that decides what is raised next. */
interface Dependencies {
  readonly random: Random
  readonly list: readonly Dependency[]
}

/** Of each service that was bumped, by its place in the plan. */
export type Bumps = Map<number, Dependencies>

function dependenciesOf(plan: RepositoryPlan, service: ServicePlan): Dependencies {
  const random = randomStream(plan.seed, 'dependencies', service.name)
  return { random, list: service.ecosystem === null ? [] : pickDependencies(random, service.ecosystem) }
}

function withPackage(tree: Directory, service: ServicePlan, { list }: Dependencies): Directory {
  if (service.ecosystem === null) return tree
  let next = tree
  for (const [name, text] of packageFiles(service.ecosystem, service.name, '1.0.0', list))
    next = withFile(next, pathIn(service, name), textFile(text))
  return next
}

/** The tree with one more dependency of a service raised. */
export function bumpPackage(plan: RepositoryPlan, tree: Directory, index: number, bumps: Bumps): Directory {
  const service = plan.services[index]
  if (service === undefined || service.ecosystem === null) return tree
  const dependencies = bumps.get(index) ?? dependenciesOf(plan, service)
  bumps.set(index, dependencies)
  const dependency = dependencies.random.pick(dependencies.list)
  dependency.version = bumped(dependency.version, dependencies.random)
  return withPackage(tree, service, dependencies)
}

/** A release is a line in the list of changes. */
export function releasePackage(plan: RepositoryPlan, tree: Directory, version: string): Directory {
  const changelog = fileAt(tree, 'CHANGELOG.md')
  const before = changelog === undefined ? '# Changes\n' : contentOf(changelog).toString()
  return withFile(tree, 'CHANGELOG.md', textFile(`${before}\n## ${version} of ${plan.descriptor.slug}\n`))
}

function descriptions(plan: RepositoryPlan): [string, string][] {
  const files: [string, string][] = []
  const owners = plan.contributors.slice(0, 3).flatMap((account) => account.emails.slice(0, 1))
  const rules = plan.services.map((service) => ({
    pattern: service.path === '' ? '*' : `/${service.path}/`,
    owners: [`@harbourline/${service.team}`, ...owners.slice(0, 1)],
  }))
  files.push([plan.ordinal % 3 === 1 ? '.bitbucket/CODEOWNERS' : 'CODEOWNERS', codeowners(rules)])
  for (const service of plan.services) files.push(...descriptorFiles(plan, service, owners))
  if (plan.descriptor.pipelinesEnabled) {
    const image = plan.services[0]?.language === 'java' ? 'maven:3.9' : 'atlassian/default-image:4'
    const stages = plan.deploys ? ['test', 'staging', 'production'] : []
    files.push(['bitbucket-pipelines.yml', pipelinesYml(image, plan.descriptor.mainBranch ?? 'main', stages)])
  }
  return files
}

/** Every service has a README; descriptors rotate, and a monorepo has one of each kind somewhere. */
function descriptorFiles(
  plan: RepositoryPlan,
  service: ServicePlan,
  owners: readonly string[],
): [string, string][] {
  const facts = factsOf(plan, service, owners)
  const nth = plan.ordinal + plan.services.indexOf(service)
  const files: [string, string][] = [[pathIn(service, 'README.md'), readme(facts)]]
  if (nth % 2 === 0) files.push([pathIn(service, 'cortex.yaml'), cortexYaml(facts)])
  if (nth % 3 === 0) files.push([pathIn(service, 'catalog-info.yaml'), catalogInfo(facts)])
  if (nth % 4 === 1) files.push([pathIn(service, 'port.yml'), portYml(facts)])
  return files
}

function factsOf(plan: RepositoryPlan, service: ServicePlan, ownerEmails: readonly string[]): ServiceFacts {
  const title = service.name.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase())
  return {
    name: service.name,
    title,
    description: plan.descriptor.description || `${title}.`,
    path: service.path,
    repository: plan.fullName,
    team: service.team,
    ownerEmails,
    language: service.language,
    tier: service.tier,
    dependsOn: ['identity-service', 'platform-core']
      .filter((name) => name !== service.name)
      .slice(0, plan.ordinal % 3),
  }
}
