import { defineConfig, mergeConfig } from 'vite'
import page from '../vite.config.ts'

/** The shared parts by themselves, for the browser tests and for looking at; never part of the product's build. */
export default mergeConfig(
  page,
  defineConfig({ publicDir: '../public', build: { outDir: '../../.cache/gallery' } }),
)
