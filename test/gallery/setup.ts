import type { TestProject } from 'vitest/node'
import { browserPath, noBrowser } from '../browser.ts'
import { serveGallery } from './serve.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly galleryOrigin: string
  }
}

/** Builds and serves the gallery once for all its tests; without a browser there is nothing to serve it to. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (browserPath() === null) {
    process.stderr.write(`${noBrowser}\n`)
    project.provide('galleryOrigin', '')
    return undefined
  }
  const gallery = await serveGallery()
  project.provide('galleryOrigin', gallery.origin)
  return gallery.stop
}
