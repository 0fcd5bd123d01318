import type { Database } from '../src/db/pool.ts'
import { addEntity, addRepository, mapRepository } from './catalogue.ts'

/** What each would run, if anything did. A name that a page has not, and that outlives every change to the title. */
const run = 'window.owned=1'

/** Texts that became scripts in one program or another, sixty of them. */
export const hostile: readonly string[] = [
  `<script>${run}</script>`,
  `<ScRiPt>${run}</sCrIpT>`,
  `<script/x>${run}</script/x>`,
  `<<script>${run}//<</script>`,
  `<script\n>${run}</script\n>`,
  `<script src="data:text/javascript,${run}"></script>`,
  `<img src=x onerror=${run}>`,
  `<img src=x onerror="${run}">`,
  `<img/src=x/onerror=${run}>`,
  `<img src="x\`\`" onerror='${run}'>`,
  `<IMG SRC=x ONERROR=${run}>`,
  `<image src=x onerror=${run}>`,
  `<svg onload=${run}>`,
  `<svg/onload=${run}//`,
  `<svg><script>${run}</script></svg>`,
  `<svg><animate onbegin=${run} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${run}"><text>go</text></a></svg>`,
  `<math><mtext><script>${run}</script></mtext></math>`,
  `<math href="javascript:${run}">go</math>`,
  `<body onload=${run}>`,
  `<iframe srcdoc="<script>parent.owned=1</script>">`,
  `<iframe src="javascript:parent.owned=1">`,
  `<object data="javascript:${run}">`,
  `<embed src="javascript:${run}">`,
  `<details open ontoggle=${run}>`,
  `<video><source onerror=${run}></video>`,
  `<audio src=x onerror=${run}>`,
  `<input autofocus onfocus=${run}>`,
  `<select autofocus onfocus=${run}>`,
  `<textarea autofocus onfocus=${run}>`,
  `<marquee onstart=${run}>`,
  `<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart=${run}>`,
  `<link rel=stylesheet href="data:text/css,*{background:red}" onload=${run}>`,
  `<meta http-equiv=refresh content="0;url=javascript:${run}">`,
  `<base href="javascript:${run}//">`,
  `<form action="javascript:${run}"><button>go</button></form>`,
  `<isindex action="javascript:${run}" type=submit>`,
  `<a href="javascript:${run}">go</a>`,
  `<a href="jav&#x09;ascript:${run}">go</a>`,
  `javascript:${run}`,
  `JaVaScRiPt:${run}`,
  `java\tscript:${run}`,
  ` javascript:${run}`,
  `javascript://example.com/%0a${run}`,
  `data:text/html,<script>${run}</script>`,
  `vbscript:${run}`,
  `https://example.com/"onmouseover="${run}`,
  `https://example.com/'><script>${run}</script>`,
  `"><script>${run}</script>`,
  `'><script>${run}</script>`,
  `" onmouseover="${run}" autofocus onfocus="${run}" x="`,
  `</textarea><script>${run}</script>`,
  `</title><script>${run}</script>`,
  `</script><script>${run}</script>`,
  `--><script>${run}</script>`,
  `]]><script>${run}</script>`,
  `[go](javascript:${run})`,
  `![x](x" onerror="${run})`,
  `{{constructor.constructor("${run}")()}}`,
  `\${${run}}<%= ${run} %>#{${run}}`,
]

/** Of the crew that has one of them; a name has no line ends and tabs. */
export function hostileName(n: number): string {
  return `evil ${n} ${hostile[n]?.replaceAll(/\s/g, ' ')}`
}

/**
 * A crew for each of them, that has it everywhere a crew can have something; and one whose repository has each of them
 * in everything that comes of Bitbucket. The latter is the first.
 */
export async function addHostile(database: Database): Promise<void> {
  const { pool } = database
  for (const [n, text] of hostile.entries()) {
    const properties = { notes: text, tags: [text], setup: { [text]: text } }
    const said = { title: text, team: text, icon: text, properties, relations: { ship: text } }
    await addEntity(database, 'crew', hostileName(n), said)
  }
  // Who checks formats stores no such address; what was stored before may be one.
  await pool.query(
    `update entities set properties = properties || jsonb_build_object('home', title) where identifier like 'evil %'`,
  )
  const { rows } = await pool.query<{ id: string }>('select id from entities where identifier = $1', [
    hostileName(0),
  ])
  const placed = await addRepository(database, 'hull')
  const [first] = rows
  if (!first) throw new Error('no entity was made')
  await mapRepository(database, first.id, placed, { notes: hostile[1] ?? '' })
  await pool.query(
    `update repositories set name = $2, description = $3, language = $4, main_branch = $5 where id = $1`,
    [placed.repositoryId, ...hostile.slice(0, 4)],
  )
  for (const statement of everywhere)
    await pool.query(statement, [placed.workspaceId, placed.repositoryId, [...hostile]])
}

const each = 'unnest($3::text[]) with ordinality as evil (text, n)'
const account = '(select id from accounts where display_name = text limit 1)'
const soon = (n: string) => `now() + make_interval(mins => (100 + ${n})::integer)`
const id = (kind: string) => `md5('hostile ${kind}' || $2::bigint::text || n)::uuid`

const everywhere = [
  `insert into accounts (uuid, display_name) select md5(text || $1::bigint || $2::bigint)::uuid, text from ${each}`,
  `insert into commits (workspace_id, repository_id, hash, parents, author_raw, author_account_id, date, message)
   select $1::bigint, $2::bigint, md5(text), '{}', text || ' <a@example.com>', case when n % 2 = 0 then ${account} end,
          ${soon('n')}, text from ${each}`,
  `insert into tags (workspace_id, repository_id, name, target, tagger_raw, date)
   select $1::bigint, $2::bigint, text, md5(text), text, ${soon('n')} from ${each}`,
  `insert into pull_requests (workspace_id, repository_id, id, title, state, created_on, updated_on, merged_on,
                              merged_on_source, source_branch, destination_branch, author_account_id)
   select $1::bigint, $2::bigint, 100 + n, text, case when n % 2 = 0 then 'MERGED' else 'OPEN' end, now(), ${soon('n')},
          case when n % 2 = 0 then ${soon('n')} end, case when n % 2 = 0 then 'activity' end, text, text, ${account}
     from ${each}`,
  `insert into environments (workspace_id, repository_id, uuid, name, rank)
   select $1::bigint, $2::bigint, ${id('environment')}, text, n from ${each}`,
  `insert into pipelines (workspace_id, repository_id, uuid, build_number, state, result, ref_type, ref_name, commit_hash,
                          creator_account_id, created_on)
   select $1::bigint, $2::bigint, ${id('pipeline')}, 100 + n, text, text, 'branch', text, md5(text), ${account}, ${soon('n')}
     from ${each}`,
  `insert into deployments (workspace_id, repository_id, uuid, environment_uuid, pipeline_uuid, release_name, commit_hash,
                            state, status, started_on, created_on, deployer_account_id)
   select $1::bigint, $2::bigint, ${id('deployment')}, ${id('environment')}, ${id('pipeline')}, text, md5(text), 'COMPLETED',
          text, ${soon('n')}, now(), ${account} from ${each}`,
] as const
