/** Identifiers are Bitbucket's own: they outlive a new name, and no two workspaces share one. */
export const windlass = `createMissingRelatedEntities: true
resources:
  - kind: project
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
  - kind: repository
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
  - kind: pull-request
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
  - kind: user
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
`
