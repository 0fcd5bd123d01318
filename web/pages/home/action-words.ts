/** What somebody did, to be followed by what they did it to. */
const words: Readonly<Record<string, string>> = {
  'setup.create': 'became the first administrator',
  'session.create': 'signed in',
  'session.end': 'signed out',
  'session.end_one': 'signed out one session of',
  'session.end_all': 'signed out everywhere',
  'session.change_password': 'changed their password',
  'person.create': 'added',
  'person.update': 'changed',
  'person.remove': 'removed',
  'person.set_password': 'set a new password for',
  'person.end_sessions': 'ended the sessions of',
  'api_key.create': 'created the API key',
  'api_key.revoke': 'revoked the API key',
  'job.retry': 'ran again the job',
  'job.retry_dead': 'ran the dead jobs again',
  'job.remove': 'removed the job',
  'connection.create': 'connected',
  'connection.update': 'changed the connection',
  'connection.remove': 'removed the connection',
  'connection.make_default': 'made the default',
  'connection.suspend': 'suspended the connection',
  'connection.resume': 'resumed the connection',
  'connection.verify': 'verified the connection',
  'connection.add_workspace': 'added a workspace to',
  'connection.remove_workspace': 'took a workspace from',
  'connection.add_credentials': 'added credentials to',
  'connection.replace_credential': 'replaced a credential of',
  'connection.remove_credential': 'removed a credential of',
  'feature.update': 'switched',
  'key_ring.rotate': 'rotated the key of the secrets',
}

export function wordsFor(action: string): string {
  return words[action] ?? 'did'
}
