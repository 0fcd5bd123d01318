import { Failure } from '../../errors.ts'
import { features as all } from '../../features.ts'
import { featuresOff, switchFeature } from '../../people/features.ts'
import { features as resource } from '../contract/installation.ts'
import { implement } from './route.ts'

export const features = implement(resource, {
  list: async ({ db }) => {
    const off = await featuresOff(db)
    return { items: all.map((feature) => ({ ...feature, on: !off.has(feature.name) })) }
  },

  update: async ({ params, body: { on }, change }) => {
    const feature = all.find(({ name }) => name === params.name)
    if (!feature) throw new Failure('not_found')
    return change(async (tx) => {
      const { before } = await switchFeature(tx, feature.name, on)
      return {
        answer: { ...feature, on },
        subject: { kind: 'feature', id: feature.name, name: feature.title },
        before: { on: before },
        after: { on },
      }
    })
  },
})
