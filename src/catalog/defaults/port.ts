/**
 * What Port maps when nobody says otherwise, for its three blueprints; where that does not do what is meant, it does so
 * here, and a comment says what was changed.
 */
export const port = `createMissingRelatedEntities: true
deleteDependentEntities: true
resources:
  - kind: project
    selector:
      query: 'true'
    port:
      entity:
        mappings:
          identifier: .uuid | gsub("[{-}]"; "")
          title: .name
          blueprint: '"bitbucketProject"'
          properties:
            private: .is_private
            description: .description
            type: .type
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
          # Was .name: another name made another entity, and one name in two workspaces the same.
          identifier: .uuid[1:-1]
          title: .name
          blueprint: '"bitbucketRepository"'
          properties:
            url: .links.html.href
            defaultBranch: .mainbranch.name
            readme: .__includedFiles["README.md"]
            codeowners: .__includedFiles["CODEOWNERS"]
          relations:
            project: .project.uuid | gsub("[{-}]"; "")
  - kind: pull-request
    selector:
      # Was only the open ones: what is merged stays here.
      query: 'true'
    port:
      entity:
        mappings:
          # Was the name and the number, with nothing to part them: app1 and 23, app12 and 3.
          identifier: .destination.repository.uuid[1:-1] + "/" + (.id | tostring)
          title: .title
          blueprint: '"bitbucketPullRequest"'
          properties:
            creator: .author.display_name
            assignees: '[.participants[].user.display_name]'
            # Was .reviewers[].user: reviewers are accounts themselves.
            reviewers: '[.reviewers[].display_name]'
            status: .state
            createdAt: .created_on
            updatedAt: .updated_on
            link: .links.html.href
          relations:
            repository: .destination.repository.uuid[1:-1]
`
