// What `npm start` runs: `windlass start` with the flags given.
process.argv.splice(2, 0, 'start')
await import('./windlass.mjs')
