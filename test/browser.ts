import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where Chromium is, or null. For `describe.skipIf(browserPath() === null)`. */
export function browserPath(): string | null {
  return places.find((path) => existsSync(path)) ?? null
}

export const noBrowser =
  'Chromium is not installed; `apt-get install chromium` brings it. Browser tests are skipped.'

/** A browser with a fresh profile that talks to nobody but the pages under test; null where there is none. */
export async function launchBrowser(): Promise<Browser | null> {
  const executablePath = browserPath()
  if (executablePath === null) return null
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Width = 1280 | 390
export type Scheme = 'light' | 'dark'

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** A failure the test causes on purpose, matched against the line that would be reported. */
  readonly allow: (pattern: RegExp) => void
  /** Fails on console errors, uncaught exceptions, refused content and failed requests since the visit began. */
  readonly expectQuiet: () => void
  readonly close: () => Promise<void>
}

interface VisitOptions {
  readonly origin: string
  readonly width?: Width
  readonly scheme?: Scheme
}

/** A person with a fresh browser: no cookies, nothing stored. */
export async function visit(
  browser: Browser,
  { origin, width = 1280, scheme = 'light' }: VisitOptions,
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: sizes[width],
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Vienna',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const allowed: RegExp[] = []
  const seen = watch(page)
  return {
    page,
    context,
    allow: (pattern) => void allowed.push(pattern),
    expectQuiet: () => {
      const loud = seen.filter((line) => !allowed.some((pattern) => pattern.test(line)))
      if (loud.length > 0) throw new Error(`The page was not quiet:\n${loud.join('\n')}`)
    },
    close: () => context.close(),
  }
}

const sizes = { 1280: { width: 1280, height: 800 }, 390: { width: 390, height: 844 } } as const

function watch(page: Page): string[] {
  const seen: string[] = []
  page.on('console', (message) => {
    // Content that the policy refuses is reported here too, as an error.
    if (message.type() === 'error') seen.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => seen.push(`exception: ${error.stack ?? error.message}`))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'no reason'
    // A page that is left drops the requests it no longer needs.
    if (reason !== 'net::ERR_ABORTED') seen.push(`request: ${request.method()} ${request.url()} ${reason}`)
  })
  page.on('response', (response) => {
    if (response.status() < 400) return
    seen.push(`response: ${response.status()} ${response.request().method()} ${response.url()}`)
  })
  return seen
}

const folder = join(import.meta.dirname, '..', '.cache', 'screenshots')

/**
 * Pictures of the whole page at both widths in both schemes: `.cache/screenshots/<name>-<width>-<scheme>.png`. Taken
 * for people alone, and only when they ask with `SCREENSHOTS=1`: they cost a third of the time of the journeys.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return
  mkdirSync(folder, { recursive: true })
  const size = page.viewportSize() ?? sizes[1280]
  for (const width of [1280, 390] as const) {
    await page.setViewportSize(sizes[width])
    await inSchemes(page, async (scheme) => {
      await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: true })
    })
  }
  await page.setViewportSize(size)
}

async function inSchemes(page: Page, run: (scheme: Scheme) => Promise<void>): Promise<void> {
  const before = await page.evaluate<boolean>('matchMedia("(prefers-color-scheme: dark)").matches')
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await settled(page)
    await run(scheme)
  }
  await page.emulateMedia({ colorScheme: before ? 'dark' : 'light' })
}

/**
 * Two frames, one for the theme to follow and one for what measures itself; then the end of every transition, and of
 * those that begin when others end, as where a colour is inherited. Nothing waits for frames alone: after a change of its
 * size a busy browser may draw none until it is asked for a picture.
 */
async function settled(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const pause = (most) => new Promise((done) => setTimeout(done, most))
    const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const isMoving = () =>
      document.getAnimations().some((it) => it instanceof CSSTransition && it.playState === 'running')
    do {
      while (isMoving()) await pause(10)
      await Promise.race([frames(), pause(500)])
    } while (isMoving())
  })()`)
}

interface AxeViolation {
  readonly id: string
  readonly impact: string | null
  readonly help: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
}

/**
 * No serious or critical finding of axe in either scheme. Runs beside the content security policy. What differs between
 * the schemes are colours: the dark one is asked about contrast alone.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const found: string[] = []
  await inSchemes(page, async (scheme) => {
    const rules = scheme === 'light' ? '' : ', runOnly: ["color-contrast"]'
    const violations = await page.evaluate<AxeViolation[]>(
      `axe.run(document, { resultTypes: ["violations"]${rules} }).then((result) => result.violations)`,
    )
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    found.push(...grave.map((violation) => `${scheme}: ${describeViolation(violation)}`))
  })
  if (found.length > 0) throw new Error(`axe found at ${page.url()}:\n${found.join('\n')}`)
}

function describeViolation({ id, help, nodes }: AxeViolation): string {
  const places = nodes.slice(0, 5).map((node) => `    ${node.target.join(' ')}: ${node.failureSummary ?? ''}`)
  return `${id}: ${help} (${nodes.length} places)\n${places.join('\n')}`
}

/** Fails when the page is wider than the window, which on a phone means content nobody finds. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth'
  // A picture takes its new size a moment after the window did. Asked again from here: what waits in the page itself
  // looks a second time by way of a script that the content policy refuses.
  for (const deadline = Date.now() + 2_000; Date.now() < deadline; ) {
    if (await page.evaluate<boolean>(fits)) return
    await settled(page)
  }
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  const window = await page.evaluate<number>('document.documentElement.clientWidth')
  throw new Error(`${page.url()} is ${width} px wide in a window of ${window} px.`)
}
