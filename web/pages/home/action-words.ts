/** What somebody did, to be followed by what they did it to. */
const words: Readonly<Record<string, string>> = {
  'setup.create': 'became the first administrator',
  'session.create': 'signed in',
  'session.end': 'signed out',
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
  'feature.update': 'switched',
  'key_ring.rotate': 'rotated the key of the secrets',
}

export function wordsFor(action: string): string {
  return words[action] ?? 'did'
}
