import type { CurlCommand } from '../../connections/verify/curl.ts'
import { webhookCurl } from './curl.ts'
import { getOverview } from './overview.ts'
import type { Registrar } from './register.ts'
import { webhookUrl } from './url.ts'

/** Events that a workspace is not offered: Bitbucket would refuse the whole webhook for one of them. */
const ofRepositories: readonly string[] = ['repo:transfer']

/** The commands for one webhook, as it is now; none while nobody knows where Bitbucket is to send to. */
export async function curlOf(
  { db, config, connectors, own }: Pick<Registrar, 'db' | 'config' | 'connectors' | 'own'>,
  id: string,
  secret: string | null,
): Promise<CurlCommand[]> {
  const {
    api_url: apiUrl,
    slug: workspace,
    connection_id,
    events,
    uuid,
    url: known,
  } = await getOverview(db, id)
  const url = webhookUrl(config, apiUrl, { own, known })
  if (url === null) return []
  const { connector } = await db
    .selectFrom('connections')
    .select('connector')
    .where('id', '=', connection_id)
    .executeTakeFirstOrThrow()
  const wanted = connectors.find(({ name }) => name === connector)?.events?.wanted ?? []
  const asked = events.length > 0 ? events : wanted.filter((event) => !ofRepositories.includes(event))
  return webhookCurl({ apiUrl, workspace, url, events: asked, secret, uuid })
}
