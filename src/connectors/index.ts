import type { Connector } from '../sync/stream.ts'
import { bitbucketCloud } from './bitbucket-cloud/index.ts'

/** Every product that can be read. */
export const connectors: readonly Connector[] = [bitbucketCloud]
