import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compress } from './compress.ts'
import { onlyAddresses } from './only-addresses.ts'

const server = 'http://127.0.0.1:7373'

export default defineConfig({
  plugins: [onlyAddresses(), react(), compress()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // A data: address would need its own entry in the content security policy, and inlined files are never cached.
    assetsInlineLimit: 0,
    // The editor and the charts are loaded when first shown; each is one chunk of its own.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { '/api': server, '/healthz': server, '/readyz': server },
  },
})
