import type { Page } from 'playwright-core'

interface Wanted {
  readonly alias: string
  readonly workspace: string
  readonly token: string
  /** Of the account, which makes it an API token. */
  readonly email?: string
  readonly apiUrl: string
}

/** Adds a connection that reads no source, through the form, and closes the drawer that says it works. */
export async function connect(page: Page, { alias, workspace, token, email, apiUrl }: Wanted): Promise<void> {
  await page.goto(`/integrations?add=${email === undefined ? 'access_token' : 'api_token'}`)
  const form = page.getByRole('dialog', { name: 'Add an integration' })
  await form.getByLabel('Name').fill(alias)
  await form.locator('input[name=workspace]').fill(workspace)
  if (email !== undefined) await form.getByLabel('E-mail address').fill(email)
  await form.locator('input[name=tokens]').fill(token)
  await form.getByRole('radio', { name: 'None: metadata only' }).check()
  await form.getByText('Network', { exact: true }).click()
  await form.getByLabel('API address').fill(apiUrl)
  await form.getByRole('button', { name: 'Verify and add' }).click()
  const drawer = page.getByRole('dialog', { name: 'Connection' })
  await drawer.getByText(`${alias} works.`).waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
}
