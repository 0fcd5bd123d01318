import type { SwaggerOptions } from '@fastify/swagger'
import { type TSchema, Type } from '@sinclair/typebox'
import type { Endpoint, Resource } from './contract/resource.ts'

const Problem = Type.Object(
  {
    type: Type.String({ description: 'Where the error is explained.' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Code of docs/reference/errors.md.' }),
    detail: Type.String(),
    next: Type.String({ description: 'What to do next.' }),
    request_id: Type.String({ description: 'Id under which the log has the request.' }),
    problems: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { description: 'What went wrong (RFC 9457).' },
)

/** The schema of an endpoint, for checking what comes in and for the OpenAPI document. */
export function schemaOf(resource: Resource, name: string, endpoint: Endpoint): Record<string, unknown> {
  const status = endpoint.answer === null ? 204 : (endpoint.status ?? 200)
  return {
    operationId: `${resource.name}.${name}`,
    tags: [resource.name],
    summary: endpoint.doc,
    description: describeAccess(endpoint),
    security:
      endpoint.access === 'public' ? [] : endpoint.access === 'session' ? [{ session: [] }] : undefined,
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: { ...endpoint.query, additionalProperties: false } } : {}),
    ...(endpoint.body ? { body: endpoint.body } : {}),
    headers: headersOf(endpoint),
    response: {
      [status]: endpoint.answer ?? { type: 'null', description: 'Done.' },
      default: { description: 'An error.', content: { 'application/problem+json': { schema: Problem } } },
    },
  }
}

function describeAccess({ access, audit, versioned }: Endpoint): string {
  const who = {
    public: 'Anybody may call it.',
    'signed-in': 'Anybody with an account may call it.',
    session: 'It takes a session; API keys are refused.',
  } as Record<string, string>
  const parts = [who[access] ?? `It takes the permission \`${access}\`.`]
  if (audit) parts.push(`Recorded in the audit log as \`${audit}\`.`)
  if (versioned) parts.push('The answer carries an ETag.')
  return parts.join(' ')
}

function headersOf(endpoint: Endpoint): TSchema {
  return Type.Object({
    ...(endpoint.versioned && endpoint.method !== 'GET'
      ? { 'if-match': Type.String({ description: 'The ETag of what is changed.' }) }
      : {}),
    ...(endpoint.status === 201
      ? {
          'idempotency-key': Type.Optional(
            Type.String({
              description: 'The same key again within a day makes nothing twice.',
              maxLength: 200,
            }),
          ),
        }
      : {}),
  })
}

/** Settings of @fastify/swagger: the document without its paths, which come from the routes. */
export function openApiOptions(version: string): SwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Windlass',
        version,
        description: 'The API of a Windlass installation. The page and the command line use nothing else.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `wl_…`.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'windlass',
            description: 'Set by signing in; `__Host-windlass` where the public address is https.',
          },
        },
      },
      security: [{ apiKey: [] }, { session: [] }],
    },
  }
}
