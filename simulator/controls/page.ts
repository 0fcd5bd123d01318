// One plain page: no framework, nothing from the network, and a policy that allows nothing else.
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bitbucket simulator</title>
<link rel="stylesheet" href="/_sim/page.css">
</head>
<body>
<header><h1>Bitbucket simulator</h1><p id="where"></p></header>
<main>
<section aria-labelledby="h-world"><h2 id="h-world">World</h2><dl id="world"></dl>
<form id="move">
<button name="moves" value="1">Move once</button>
<button name="moves" value="10">Move 10 times</button>
<button name="moves" value="100">Move 100 times</button>
<span id="moved" role="status"></span>
</form></section>
<section aria-labelledby="h-day"><h2 id="h-day">Day and limits</h2>
<form id="today"><label>Today <input type="date" name="today" required></label><button>Set the day</button></form>
<form id="limits"><label><input type="checkbox" name="on"> Limits on</label></form>
<div class="table"><table><thead><tr><th>Identity</th><th>Budget</th><th class="n">Used</th><th class="n">Limit</th></tr></thead>
<tbody id="accounts"></tbody></table></div></section>
<section aria-labelledby="h-ledger" class="wide"><h2 id="h-ledger">Ledger</h2>
<form id="ledger"><strong id="requests">0</strong> requests, <strong id="bytes">0</strong> kB <button>Forget them</button></form>
<div class="table"><table><thead><tr><th>Request</th><th class="n">Count</th><th>Statuses</th><th class="n">kB</th></tr></thead>
<tbody id="templates"></tbody></table></div></section>
<section aria-labelledby="h-faults"><h2 id="h-faults">Fault rules</h2><ul id="faults"></ul>
<form id="fault"><label for="rule">Add a rule</label>
<textarea id="rule" name="rule" rows="4" spellcheck="false">{"match": {"path": "**/pullrequests", "percent": 10}, "effect": {"kind": "answer", "status": 503}}</textarea>
<button>Add</button> <span id="faultError" role="alert"></span></form></section>
<section aria-labelledby="h-deliveries"><h2 id="h-deliveries">Recent deliveries</h2><p id="counts"></p>
<div class="table"><table><thead><tr><th>Event</th><th>State</th><th>Attempts</th><th></th></tr></thead>
<tbody id="deliveries"></tbody></table></div></section>
<section aria-labelledby="h-credentials" class="wide"><h2 id="h-credentials">Credentials</h2>
<div class="table"><table><thead><tr><th>Kind</th><th>Of</th><th>Use</th></tr></thead><tbody id="credentials"></tbody></table></div></section>
</main>
<script src="/_sim/page.js"></script>
</body>
</html>
`

export const style = `
:root { color-scheme: light dark; --line: #d5d9e0; --soft: #667085; --back: #f6f7f9; --card: #fff; --ink: #1a2233; --accent: #1d5bd6; --bad: #b42318 }
@media (prefers-color-scheme: dark) { :root { --line: #333b4b; --soft: #9aa5b8; --back: #12161e; --card: #1a202b; --ink: #e7ebf2; --accent: #7fa8ff; --bad: #ff9b8f } }
* { box-sizing: border-box }
body { margin: 0; font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--back) }
header { padding: 20px 24px 4px }
h1 { font-size: 20px; margin: 0 }
header p { margin: 4px 0 0; color: var(--soft) }
h2 { font-size: 15px; margin: 0 0 12px }
main { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; padding: 16px 24px 32px }
section { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 16px; min-width: 0 }
.wide { grid-column: 1 / -1 }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 8px 16px; margin: 0 0 12px }
dt { color: var(--soft); font-size: 12px }
dd { margin: 0; font-variant-numeric: tabular-nums; font-weight: 600 }
table { border-collapse: collapse; width: 100% }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 12px }
th, td { padding: 5px 14px 5px 0; border-top: 1px solid var(--line); vertical-align: top }
thead th { border-top: 0 }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
.table { overflow: auto; max-height: 340px }
code { font: 12px ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-line }
button { font: inherit; padding: 4px 10px; border: 1px solid var(--line); border-radius: 5px; background: var(--back); color: inherit; cursor: pointer; white-space: nowrap }
button:hover { border-color: var(--accent) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
form { margin: 8px 0; display: flex; gap: 8px; align-items: center; flex-wrap: wrap }
textarea { font: 12px ui-monospace, monospace; width: 100%; background: var(--back); color: inherit; border: 1px solid var(--line); border-radius: 5px; padding: 6px }
input { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 5px; padding: 3px 6px }
ul { list-style: none; padding: 0; margin: 0 }
li { display: flex; gap: 8px; align-items: baseline; padding: 4px 0 }
li code { flex: 1 }
[role=alert] { color: var(--bad) }
.empty { color: var(--soft) }
@media (max-width: 900px) { main { grid-template-columns: minmax(0, 1fr) } }
`

export const script = `
'use strict'
const at = (id) => document.getElementById(id)
const ask = async (path, options) => {
  const answer = await fetch(path, options)
  const text = await answer.text()
  const value = text ? JSON.parse(text) : {}
  if (!answer.ok) throw new Error(value.error || answer.statusText)
  return value
}
const send = (method, path, body) => ask(path, { method, body: body === undefined ? undefined : JSON.stringify(body) })
const element = (name, text, kind) => {
  const made = document.createElement(name)
  if (text !== undefined) made.textContent = text
  if (kind) made.className = kind
  return made
}
const row = (...cells) => {
  const made = element('tr')
  for (const cell of cells) made.append(cell)
  return made
}
const fill = (id, made, empty, columns) => {
  if (made.length === 0) {
    const cell = element('td', empty, 'empty')
    cell.colSpan = columns
    made = [row(cell)]
  }
  at(id).replaceChildren(...made)
}
const code = (text) => { const cell = element('td'); cell.append(element('code', text)); return cell }
const words = (name) => name.replace(/[A-Z]/g, (letter) => ' ' + letter.toLowerCase())
const number = (value) => value.toLocaleString('en')

async function showWorld() {
  const { summary, today } = await ask('/_sim/world')
  const figures = Object.entries(summary).filter(([, value]) => typeof value !== 'object' || value === null)
  at('world').replaceChildren(...figures.flatMap(([name, value]) => {
    const pair = element('div')
    pair.append(element('dt', words(name)), element('dd', typeof value === 'number' && name !== 'seed' ? number(value) : String(value ?? 'not measured')))
    return [pair]
  }))
  const field = at('today').elements.today
  if (document.activeElement !== field) field.value = today
}
async function showLedger() {
  const { total, byTemplate } = await ask('/_sim/ledger')
  at('requests').textContent = number(total.requests)
  at('bytes').textContent = number(Math.round(total.bytes / 1000))
  fill('templates', Object.entries(byTemplate).map(([name, one]) => row(
    code(name),
    element('td', number(one.requests), 'n'),
    element('td', Object.entries(one.statuses).map(([status, count]) => status + ' × ' + count).join(', ')),
    element('td', number(Math.round(one.bytes / 1000)), 'n'),
  )), 'No request yet.', 4)
}
async function showLimits() {
  const { on, accounts } = await ask('/_sim/limits')
  at('limits').elements.on.checked = on
  fill('accounts', accounts.map((one) => row(
    code(one.identity), element('td', one.class), element('td', number(one.used), 'n'), element('td', number(one.limit), 'n'),
  )), 'Nothing spent yet.', 4)
}
async function showFaults() {
  const { rules } = await ask('/_sim/faults')
  at('faults').replaceChildren(...(rules.length === 0 ? [element('li', 'No rule.', 'empty')] : rules.map((rule) => {
    const line = element('li')
    const label = element('label')
    const box = element('input')
    box.type = 'checkbox'
    box.checked = rule.enabled
    box.addEventListener('change', () => send('PATCH', '/_sim/faults/' + rule.id, { enabled: box.checked }).then(refresh))
    label.append(box, ' ' + rule.id)
    const gone = element('button', 'Remove')
    gone.addEventListener('click', () => send('DELETE', '/_sim/faults/' + rule.id).then(refresh))
    line.append(label, element('code', JSON.stringify({ match: rule.match, effect: rule.effect })), element('span', rule.struck + ' of ' + rule.seen), gone)
    return line
  })))
}
async function showDeliveries() {
  const { counts, deliveries } = await ask('/_sim/deliveries?last=50')
  at('counts').textContent = Object.entries(counts).map(([state, count]) => number(count) + ' ' + state).join(', ')
  fill('deliveries', deliveries.reverse().map((one) => {
    const again = element('button', 'Send again')
    again.addEventListener('click', () => send('POST', '/_sim/deliveries/' + one.id + '/resend').then(refresh))
    const last = element('td')
    last.append(again)
    const tries = one.attempts.map((attempt) => attempt.status === null ? attempt.error : attempt.status).join(', ')
    return row(element('td', one.event), element('td', one.reason ? one.state + ': ' + one.reason : one.state), element('td', tries), last)
  }), 'Nothing was sent. Create a hook over REST first.', 4)
}
async function showCredentials() {
  const { credentials } = await ask('/_sim/credentials')
  fill('credentials', credentials.map((one) => row(
    element('td', one.kind.replaceAll('_', ' ')), element('td', one.label),
    code(Object.entries(one.usage).map(([name, value]) => name + ': ' + value).join('\\n')),
  )), 'None.', 3)
}
const refresh = () => Promise.all([showLedger(), showLimits(), showFaults(), showDeliveries(), showWorld()]).catch((error) => {
  at('where').textContent = 'The simulator does not answer: ' + error.message
})
at('where').textContent = 'Cloud at ' + location.origin + '/2.0, OAuth at /site/oauth2, git at /{workspace}/{slug}.git, controls at /_sim'
at('move').addEventListener('submit', async (event) => {
  event.preventDefault()
  try {
    const { changes } = await send('POST', '/_sim/world', { moves: Number(event.submitter.value), seed: Date.now() })
    at('moved').textContent = number(changes.length) + (changes.length === 1 ? ' change' : ' changes') + (changes.length ? ', last ' + changes.at(-1).kind : '')
  } catch (error) { at('moved').textContent = error.message }
  refresh()
})
at('today').addEventListener('submit', (event) => {
  event.preventDefault()
  send('PUT', '/_sim/today', { today: event.target.elements.today.value }).then(refresh)
})
at('limits').elements.on.addEventListener('change', (event) => send('PUT', '/_sim/limits', { on: event.target.checked }).then(refresh))
at('ledger').addEventListener('submit', (event) => { event.preventDefault(); send('DELETE', '/_sim/ledger').then(refresh) })
at('fault').addEventListener('submit', async (event) => {
  event.preventDefault()
  try {
    await send('POST', '/_sim/faults', JSON.parse(event.target.elements.rule.value))
    at('faultError').textContent = ''
  } catch (error) { at('faultError').textContent = error.message }
  refresh()
})
showCredentials()
refresh()
setInterval(() => { if (!document.hidden) refresh() }, 1500)
`
