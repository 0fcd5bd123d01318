import { Type } from '@sinclair/typebox'
import { Nullable, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const Feature = Type.Object({
  name: Type.String(),
  title: Type.String(),
  doc: Type.String(),
  on: Type.Boolean(),
})

export const features = defineResource({
  name: 'features',
  doc: 'The areas of the product that can be switched off. Off, an area is gone from the page, the API and the command line; its data stays.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/features',
      access: 'installation:view',
      doc: 'Every area, and whether it is on.',
      answer: Type.Object({ items: Type.Array(Feature) }),
    },
    update: {
      method: 'PATCH',
      path: '/features/{name}',
      access: 'feature:edit',
      doc: 'Switches an area on or off.',
      params: Type.Object({ name: text({ max: 100 }) }),
      body: Type.Object({ on: Type.Boolean() }, { additionalProperties: false }),
      answer: Feature,
      audit: 'feature.update',
    },
  },
})

export const installation = defineResource({
  name: 'installation',
  doc: 'This installation: its version and state.',
  endpoints: {
    get: {
      method: 'GET',
      path: '/installation',
      access: 'installation:view',
      doc: 'Version, database, support, and whether a first-run step is open.',
      answer: Type.Object({
        version: Type.String(),
        demo: Type.Boolean({ description: 'Whether what is shown is an invented company.' }),
        node: Type.String(),
        started_at: Timestamp,
        database: Type.Object({
          version: Type.String(),
          bundled: Type.Boolean(),
          bytes: Type.Integer(),
          migration: Type.String({ description: 'Name of the newest migration applied.' }),
        }),
        data_directory: Nullable(
          Type.Object({ path: Type.String(), free_bytes: Type.Integer(), total_bytes: Type.Integer() }),
        ),
        proxy: Nullable(Type.String({ description: 'Outbound proxy, without its credentials.' })),
        support: Type.Object({ email: Nullable(Type.String()), url: Nullable(Type.String()) }),
      }),
    },
  },
})

export const keyRing = defineResource({
  name: 'key-ring',
  doc: 'The keys that seal stored secrets.',
  endpoints: {
    get: {
      method: 'GET',
      path: '/key-ring',
      access: 'key:edit',
      doc: 'Which key seals now, how many secrets each key holds, and whether one is lost.',
      answer: Type.Object({
        state: Type.Union([Type.Literal('ready'), Type.Literal('lost')]),
        source: Type.Union([Type.Literal('environment'), Type.Literal('file')]),
        keys: Type.Array(
          Type.Object({
            id: Type.String({ description: 'Fingerprint of the key, not the key.' }),
            present: Type.Boolean(),
            seals: Type.Boolean(),
            secrets: Type.Integer(),
          }),
        ),
      }),
    },
    rotate: {
      method: 'POST',
      path: '/key-ring/rotate',
      access: 'key:edit',
      doc: 'Seals every secret anew with the first key of the ring; a key file gets a new first key. Work goes on meanwhile.',
      answer: Type.Object({
        resealed: Type.Integer(),
        unreadable: Type.Integer({ description: 'Secrets that do not open; they were left as they are.' }),
        key: Type.String({ description: 'Fingerprint of the key that seals now.' }),
      }),
      audit: 'key_ring.rotate',
    },
  },
})
