import type { Definition } from '../blueprints/blueprint.ts'

/**
 * Seconds since 1970 of a time as Bitbucket writes it: with a fraction or without, in whatever zone. Hours and minutes
 * of the zone get a 1 in front and lose it again: of 02 our own engine does not know what number jq makes.
 */
const seconds = `(.[0:19] + "Z" | fromdateiso8601) - (
  if test("[+-][0-9][0-9]:[0-9][0-9]$")
  then (if .[-6:-5] == "-" then -1 else 1 end)
    * ((("1" + .[-5:-3] | tonumber) - 100) * 3600 + (("1" + .[-2:] | tonumber) - 100) * 60)
  else 0 end)`

const leadTimeDays = `.properties
| if .status == "MERGED" and .createdAt != null and (.closedAt // .updatedAt) != null
  then [.createdAt, .closedAt // .updatedAt] | map(${seconds}) | (.[1] - .[0]) / 86400
  else null end`

/** The three of Port, for mappings that were written for them. What was wrong with them is mended. */
export const portBlueprints: readonly Definition[] = [
  {
    identifier: 'bitbucketProject',
    title: 'Bitbucket Project',
    icon: 'BitBucket',
    schema: {
      properties: {
        private: { type: 'boolean', title: 'Is private' },
        description: { type: 'string', title: 'Description' },
        type: { type: 'string', title: 'Type' },
        url: { type: 'string', title: 'URL' },
      },
      required: [],
    },
    mirrorProperties: {},
    calculationProperties: {},
    relations: {},
  },
  {
    identifier: 'bitbucketRepository',
    title: 'Repository',
    icon: 'BitBucket',
    schema: {
      properties: {
        readme: { type: 'string', title: 'README', format: 'markdown' },
        codeowners: { type: 'string', title: 'CODEOWNERS', format: 'markdown' },
        url: { type: 'string', title: 'Repository URL', format: 'url' },
        defaultBranch: { type: 'string', title: 'Default branch' },
      },
      required: [],
    },
    mirrorProperties: {},
    calculationProperties: {},
    relations: {
      project: { title: 'Project', target: 'bitbucketProject', required: false, many: false },
    },
  },
  {
    identifier: 'bitbucketPullRequest',
    title: 'Pull Request',
    icon: 'BitBucket',
    schema: {
      properties: {
        creator: { type: 'string', title: 'Creator', format: 'user' },
        assignees: { type: 'array', title: 'Assignees', items: { type: 'string' } },
        reviewers: { type: 'array', title: 'Reviewers', items: { type: 'string' } },
        status: {
          type: 'string',
          title: 'Status',
          enum: ['MERGED', 'OPEN', 'DECLINED', 'SUPERSEDED'],
          enumColors: { MERGED: 'purple', OPEN: 'green', DECLINED: 'red', SUPERSEDED: 'lightGray' },
        },
        createdAt: { type: 'string', title: 'Create Date', format: 'date-time' },
        updatedAt: { type: 'string', title: 'Last updated at', format: 'date-time' },
        closedAt: {
          type: 'string',
          title: 'Closed at',
          description:
            'When it was merged or declined. Ours: what is known of it makes lead_time_days exact.',
          format: 'date-time',
        },
        link: { type: 'string', title: 'Link', format: 'url' },
      },
      required: [],
    },
    mirrorProperties: {},
    calculationProperties: {
      lead_time_days: {
        title: 'Lead time in days',
        description: 'From making to merging it; to the last change where the time of merging is not known.',
        type: 'number',
        calculation: leadTimeDays,
      },
    },
    relations: {
      repository: { title: 'Repository', target: 'bitbucketRepository', required: false, many: false },
    },
  },
]
