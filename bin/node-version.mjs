/**
 * One sentence when this Node.js cannot run Windlass, else null. `wanted` is the `engines` entry of package.json,
 * `>=MAJOR.MINOR`. Runs on a Node.js of any age, so it uses nothing new.
 */
export function nodeProblem(version, wanted) {
  const need = numbers(wanted)
  const have = numbers(version)
  if (have[0] > need[0] || (have[0] === need[0] && have[1] >= need[1])) return null
  return `Windlass needs Node.js ${need[0]}.${need[1]} or newer; this is ${version}. Install a newer one (https://nodejs.org) and try again.`
}

function numbers(text) {
  return text
    .replace(/^[^0-9]*/, '')
    .split('.')
    .map(Number)
}
