// The reference at /docs as a playground: its examples are sent as they stand, with a key, and answered; nothing is asked of another server.
import type { Locator, Page } from 'playwright-core'
import t from 'tap'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { addSamplePhotos, samplePath } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

const key = 'a-key-for-the-tests'

t.test('the examples of the reference run from a browser', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t, { env: { API_KEYS: key } })
  await addSamplePhotos(url, ['animals/chelsea-cat.jpg', 'food/coffee-cup.jpg'], { key })
  const browser = await startBrowser(t)
  const elsewhere: string[] = []
  const prepare = async (page: Page) => {
    page.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(url)) elsewhere.push(request.url())
    })
  }

  await visit(t, { browser, url: `${url}/docs/`, prepare, expected: /401/ }, async (page) => {
    t.match(await page.title(), /^Likeness/)
    const list = await open(page, 'listImages')
    t.equal(await execute(page, list), 401, 'without a key')
    await page.getByRole('button', { name: 'Authorize' }).first().click()
    const dialog = page.locator('.auth-container')
    await dialog.locator('input').fill(key)
    await dialog.getByRole('button', { name: 'Apply credentials' }).click()
    await dialog.getByRole('button', { name: 'Close' }).click()

    t.equal(await execute(page, list), 200, 'a GET with a filter in its address')
    await list.locator('.live-responses-table').getByText('chelsea-cat').first().waitFor()
    t.equal(await execute(page, await open(page, 'getImageThumbnail')), 200, 'a picture')
    t.equal(await execute(page, await open(page, 'searchByText')), 200, 'a POST of JSON')
    const forms: [string, string, number][] = [
      ['searchByImage', 'food/coffee-cup.jpg', 200],
      ['search', 'animals/chelsea-cat.jpg', 200],
      ['vectorize', 'food/coffee-cup.jpg', 200],
      ['addImages', 'nature/dahlia.jpg', 201],
    ]
    for (const [name, file, status] of forms) {
      const operation = await open(page, name)
      await operation.locator('select.content-type').first().selectOption('multipart/form-data')
      await operation.locator('input[type=file]').first().setInputFiles(samplePath(file))
      t.equal(await execute(page, operation), status, `${name} with a form`)
    }
  })
  t.strictSame(elsewhere, [])
})

async function open(page: Page, operationId: string): Promise<Locator> {
  const operation = page.locator(`.opblock[id$="-${operationId}"]`)
  await operation.locator('.opblock-summary').click()
  await operation.getByRole('button', { name: 'Execute' }).waitFor()
  return operation
}

/** Resolves to the status of what the operation is answered. */
async function execute(page: Page, operation: Locator): Promise<number> {
  // Pictures that were answered before are shown from blobs.
  const answered = page.waitForResponse((response) => /^http(?!.*\/docs\/)/.test(response.url()))
  await operation.getByRole('button', { name: 'Execute' }).click()
  const response = await answered
  await operation.locator('.live-responses-table').waitFor()
  return response.status()
}
