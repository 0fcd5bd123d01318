import type { Kind } from '../mapping/config.ts'

/** Identifiers are Bitbucket's own: they outlive a new name, and no two workspaces share one. */
const resources = {
  project: `  - kind: project
    selector:
      query: 'true'
    port:
      entity:
        mappings:
          identifier: .uuid[1:-1]
          title: .name
          blueprint: '"project"'
          properties:
            key: .key
            description: .description
            private: .is_private
            url: .links.html.href
`,
  repository: `  - kind: repository
    selector:
      query: 'true'
      includedFiles:
        - README.md
        - CODEOWNERS
    port:
      entity:
        mappings:
          identifier: .uuid[1:-1]
          title: .name
          blueprint: '"repository"'
          properties:
            fullName: .full_name
            description: .description
            language: if .language == "" then null else .language end
            private: .is_private
            defaultBranch: .mainbranch.name
            createdAt: .created_on
            updatedAt: .updated_on
            url: .links.html.href
            readme: .__includedFiles["README.md"]
            codeowners: .__includedFiles["CODEOWNERS"]
          relations:
            project: .project.uuid[1:-1]
`,
  'pull-request': `  - kind: pull-request
    selector:
      query: 'true'
    port:
      entity:
        mappings:
          identifier: .destination.repository.uuid[1:-1] + "/" + (.id | tostring)
          title: .title
          blueprint: '"pull_request"'
          properties:
            number: .id
            state: .state
            draft: .draft
            author: .author.display_name
            reviewers: '[.reviewers[]?.display_name]'
            approvedBy: '[.participants[]? | select(.approved) | .user.display_name]'
            sourceBranch: .source.branch.name
            destinationBranch: .destination.branch.name
            createdAt: .created_on
            updatedAt: .updated_on
            closedAt: .closed_on
            url: .links.html.href
          relations:
            repository: .destination.repository.uuid[1:-1]
            author: .author.uuid[1:-1]
            reviewers: '[.reviewers[]?.uuid[1:-1]]'
`,
  user: `  - kind: user
    selector:
      query: 'true'
    port:
      entity:
        mappings:
          identifier: .user.uuid[1:-1]
          title: .user.display_name
          blueprint: '"person"'
          properties:
            nickname: .user.nickname
            url: .user.links.html.href
`,
} as const

/** Not in the mapping that ships, since whose folders and files mean what differs from place to place. */
const examples = {
  folder: `  - kind: folder
    selector:
      query: .folder.path | startswith(".") | not
      folders:
        - path: '*'
    port:
      entity:
        mappings:
          identifier: .repo.uuid[1:-1] + "/" + .folder.path
          title: .folder.path
          blueprint: '"folder"'
          properties:
            path: .folder.path
          relations:
            repository: .repo.uuid[1:-1]
`,
  file: `  - kind: file
    selector:
      # What is no JSON stays text.
      query: .content | type == "object"
      files:
        path: '*'
        filenames:
          - package.json
    port:
      entity:
        mappings:
          identifier: .repo.uuid[1:-1] + "/" + .metadata.path
          title: .content.name // .metadata.path
          blueprint: '"package"'
          properties:
            path: .metadata.path
            version: .content.version
            dependencies: .content.dependencies // {} | keys
          relations:
            repository: .repo.uuid[1:-1]
`,
} as const

export const windlass = `createMissingRelatedEntities: true
resources:
${Object.values(resources).join('')}`

/** A mapping of each kind by itself. */
export const kindTexts: Readonly<Record<Kind, string>> = { ...resources, ...examples }
