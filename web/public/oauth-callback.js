// Whoever waits for the grant may be another window, which the way past Bitbucket has cut off from this one: a
// channel of our own origin still reaches it.
const { grant, granted } = document.body.dataset
if (grant) {
  const channel = new BroadcastChannel('windlass-grants')
  channel.postMessage({ grant, granted: granted === 'true' })
  channel.close()
}
// A refusal stays to be read.
if (granted === 'true') window.close()
