import type { Page } from 'playwright-core'
import { arriveAt } from './stage.ts'

export interface Person {
  readonly name: string
  readonly email: string
  readonly password: string
}

export const mara: Person = {
  name: 'Mara Lindqvist',
  email: 'mara@example.com',
  password: 'lantern-otter-quartz',
}

export const jonas: Person = {
  name: 'Jonas Okafor',
  email: 'jonas@example.com',
  password: 'velvet-harbour-nine',
}

export async function fillFirstRun(page: Page, code: string, person: Person): Promise<void> {
  await page.getByLabel('First-run code').fill(code)
  await page.getByLabel('Your name').fill(person.name)
  await page.getByLabel('E-mail address').fill(person.email)
  await page.locator('input[name=password]').fill(person.password)
  await page.getByRole('button', { name: 'Make the administrator' }).click()
}

/** The first run, as a person does it who has the printed code before them. */
export async function firstRun(page: Page, code: string, person: Person): Promise<void> {
  await page.goto('/')
  await fillFirstRun(page, code, person)
  await arriveAt(page, 'Home')
}

export async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Through the drawer, as an administrator does it. */
export async function addPerson(
  page: Page,
  person: Person,
  role: 'Viewer' | 'Editor' | 'Admin',
): Promise<void> {
  await page.goto('/settings/people')
  await page.getByRole('button', { name: 'Add a person' }).click()
  const drawer = page.getByRole('dialog', { name: 'Add a person' })
  await drawer.getByLabel('Name', { exact: false }).first().fill(person.name)
  await drawer.getByLabel('E-mail address').fill(person.email)
  await drawer.getByRole('radio', { name: role }).check()
  await drawer.locator('input[name=password]').fill(person.password)
  await drawer.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('row', { name: person.name }).waitFor()
}
