// What `npm start` runs: `windlass start` with the flags given. (The script says `exec`: the shell between npm and us
// would keep the signals npm passes on to itself.)
process.argv.splice(2, 0, 'start')

// npm killed with -9 passes nothing on; the server would go on unseen, with its database and its lock.
if (process.env.npm_lifecycle_event === 'start') {
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 1000)
  watch.unref()
}

await import('./windlass.mjs')
