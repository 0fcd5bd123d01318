import { keyRingStatus, rotateSecrets } from '../../connections/rotation.ts'
import { keyRing as resource } from '../contract/installation.ts'
import { implement } from './route.ts'

export const keyRing = implement(resource, {
  get: ({ db, house }) => keyRingStatus(db, house.keyRing),

  // In transactions of its own: what it has sealed anew stays so, whatever happens to the rest.
  rotate: async ({ db, house, change }) => {
    const rotation = await rotateSecrets(db, house.keyRing)
    const { key, resealed, unreadable } = rotation
    return change(async () => ({
      answer: rotation,
      subject: { kind: 'key_ring', id: key, name: key },
      after: { resealed, unreadable },
    }))
  },
})
