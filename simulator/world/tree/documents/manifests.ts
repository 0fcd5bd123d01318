/** The files that a catalogue reads: who owns it, what it is, how it builds. */

export interface ServiceFacts {
  name: string
  title: string
  description: string
  /** Path of the service inside its repository, '' for the whole repository. */
  path: string
  repository: string
  team: string
  ownerEmails: readonly string[]
  language: string
  tier: number
  dependsOn: readonly string[]
}

export function readme({ title, description, team, language, dependsOn }: ServiceFacts): string {
  const links = dependsOn.map((name) => `- [${name}](../${name})\n`).join('')
  return `# ${title}\n\n${description}\n\nWritten in ${language}, looked after by **${team}**. Größe, naïveté and 数 are fine in here.\n\n## Run it\n\n    make run\n\n## Talks to\n\n${links || 'Nobody.\n'}`
}

export function codeowners(rules: readonly { pattern: string; owners: readonly string[] }[]): string {
  return `# Reviewed by default; the last matching line wins.\n${rules.map((rule) => `${rule.pattern} ${rule.owners.join(' ')}\n`).join('')}`
}

export function cortexYaml(facts: ServiceFacts): string {
  const dependencies = facts.dependsOn.map((name) => `    - tag: ${name}\n`).join('')
  return `openapi: 3.0.1
info:
  title: ${facts.title}
  description: ${facts.description}
  x-cortex-tag: ${facts.name}
  x-cortex-type: service
  x-cortex-git:
    bitbucket:
      repository: ${facts.repository}
${facts.path === '' ? '' : `      basepath: ${facts.path}\n`}  x-cortex-owners:
    - type: group
      name: ${facts.team}
  x-cortex-groups:
    - tier-${facts.tier}
    - ${facts.language}
${dependencies === '' ? '' : `  x-cortex-dependency:\n${dependencies}`}`
}

export function catalogInfo(facts: ServiceFacts): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${facts.name}
  description: ${facts.description}
  tags: [${facts.language}, tier-${facts.tier}]
spec:
  type: service
  lifecycle: production
  owner: group:${facts.team}
  dependsOn:
${facts.dependsOn.map((name) => `    - component:${name}\n`).join('') || '    []\n'}`
}

export function portYml(facts: ServiceFacts): string {
  return `identifier: ${facts.name}
title: ${facts.title}
blueprint: service
properties:
  language: ${facts.language}
  tier: ${facts.tier}
  readme: file://README.md
relations:
  team: ${facts.team}
`
}

export function pipelinesYml(image: string, main: string, deploys: readonly string[]): string {
  const steps = deploys.map(
    (environment, i) =>
      `      - step:\n          name: Deploy to ${environment}\n          deployment: ${environment}\n${i === deploys.length - 1 && i > 0 ? '          trigger: manual\n' : ''}          script: [make deploy TO=${environment}]\n`,
  )
  return `image: ${image}

pipelines:
  pull-requests:
    '**':
      - step: &test
          name: Build and test
          caches: [dependencies]
          script: [make test]
  branches:
    ${main}:
      - step: *test
${steps.join('')}  tags:
    'v*':
      - step:
          name: Publish
          script: [make publish]
`
}
