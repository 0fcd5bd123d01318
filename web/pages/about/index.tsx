import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Answered, useApi } from '../../api.ts'
import { installationQuery } from '../../queries.ts'
import { useHasFeature } from '../../session.ts'
import { Gauge } from '../../ui/chart/gauge.tsx'
import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { formatBytes } from '../../ui/value/format.ts'
import { Bytes } from '../../ui/value/numbers.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import { guide } from '../guide.ts'
import { Section } from '../section.tsx'
import { page } from './page.ts'
import { summaryOf } from './summary.ts'

type Installation = Answered<'installation', 'get'>

const manual = guide('README', 'How to install, operate, back up and upgrade')

export function Page() {
  const installation = useQuery(installationQuery(useApi()))
  const { data } = installation
  return (
    <>
      <PageHeader
        title={page.title}
        state={
          data &&
          `Windlass ${data.version} on ${data.database.bundled ? 'its own' : 'an external'} PostgreSQL.`
        }
        actions={data && <CopyButton wide value={summaryOf(data)} label="Copy for support" />}
      />
      {installation.error && (
        <ErrorState error={installation.error} onRetry={() => void installation.refetch()} />
      )}
      {installation.isPending && (
        <Loading label="Loading the state of the installation">
          <FormSkeleton />
        </Loading>
      )}
      {data && <Details installation={data} />}
    </>
  )
}

function Details({ installation }: { installation: Installation }) {
  const { database, data_directory: disk } = installation
  return (
    <div style={{ maxWidth: 720 }}>
      <Section title="Help">
        <Help support={installation.support} />
      </Section>
      <Section title="Program">
        <Facts
          facts={[
            { name: 'Version', value: installation.version },
            { name: 'Node.js', value: installation.node },
            { name: 'Started', value: <Time at={installation.started_at} /> },
            { name: 'Outbound proxy', value: installation.proxy ?? 'None: hosts are reached directly' },
          ]}
        />
      </Section>
      <Section title="Database">
        <Facts
          facts={[
            {
              name: 'PostgreSQL',
              value: `${database.version}, ${database.bundled ? 'bundled' : 'external'}`,
            },
            { name: 'Size', value: <Bytes value={database.bytes} /> },
            { name: 'Newest migration', value: <code>{database.migration}</code> },
          ]}
        />
      </Section>
      {disk && (
        <Section title="Disk" doc={<code>{disk.path}</code>}>
          <Gauge
            label="Disk of the data directory"
            used={disk.total_bytes - disk.free_bytes}
            limit={disk.total_bytes}
            format={formatBytes}
          />
        </Section>
      )}
    </div>
  )
}

function Help({ support }: { support: Installation['support'] }) {
  const hasFeature = useHasFeature()
  return (
    <Facts
      facts={[
        ...(support.url
          ? [{ name: 'Support page', value: <Anchor href={support.url}>{support.url}</Anchor> }]
          : []),
        ...(support.email
          ? [
              {
                name: 'Support address',
                value: <Anchor href={`mailto:${support.email}`}>{support.email}</Anchor>,
              },
            ]
          : []),
        ...(support.url || support.email
          ? []
          : [
              {
                name: 'Support',
                value: (
                  <>
                    Nobody is named. Set <code>WINDLASS_SUPPORT_EMAIL</code> or{' '}
                    <code>WINDLASS_SUPPORT_URL</code>, and it stands here and beside every error.
                  </>
                ),
              },
            ]),
        ...(hasFeature('api_docs')
          ? [{ name: 'API reference', value: <Anchor href="/api/docs">/api/docs</Anchor> }]
          : []),
        { name: 'Operator guide', value: <Anchor href={manual.href}>{manual.label}</Anchor> },
        { name: 'On the server', value: <code>windlass doctor</code> },
      ]}
    />
  )
}
