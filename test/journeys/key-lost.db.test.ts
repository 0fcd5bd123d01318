import { expect, it } from 'vitest'
import type { Database } from '../../src/db/pool.ts'
import { hashPassword } from '../../src/people/passwords.ts'
import { addPerson } from '../../src/people/people.ts'
import { expectAccessible, screenshot, type Visit } from '../browser.ts'
import { mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

const missing = 'feedfacecafebeef'

/** An installation whose database came along without its key file. */
async function sealedElsewhere({ kysely, pool }: Database): Promise<void> {
  const passwordHash = await hashPassword(mara.password)
  await addPerson(kysely, { name: mara.name, email: mara.email, role: 'admin', passwordHash })
  await pool.query('insert into sealing_key (key_id) values ($1)', [missing])
  await pool.query(
    `insert into secrets (purpose, record, sealed, key_id) values ('credential', '1', '', $1)`,
    [missing],
  )
}

journey(
  'starting without the key of the stored secrets',
  (stage) => {
    let admin: Visit

    it('is said on every page, with what to do, and takes nothing else away', async () => {
      admin = await stage.arrive()
      const { page } = admin
      await page.goto('/')
      await signIn(page, mara)
      await arriveAt(page, 'Home')
      await page.getByText('Stored secrets cannot be opened', { exact: true }).waitFor()
      await page.getByText('Cannot be opened', { exact: true }).waitFor()
      await page.getByRole('link', { name: 'People' }).click()
      await page.getByRole('row', { name: mara.email }).waitFor()
      await page.getByRole('alert').getByText('Stored secrets cannot be opened').waitFor()
    })

    it('names the key that is missing, and does not rotate over it', async () => {
      const { page } = admin
      await page.getByRole('link', { name: 'See which key' }).click()
      await arriveAt(page, 'Secrets')
      await page.getByText(missing).waitFor()
      await page.getByText('One stored secret cannot be opened').waitFor()
      await page.getByRole('heading', { name: 'What to do' }).waitFor()
      expect(await page.getByRole('button', { name: 'Rotate' }).isDisabled()).toBe(true)
      await expectAccessible(page)
      await screenshot(page, 'key-lost')
    })
  },
  { before: sealedElsewhere },
)
