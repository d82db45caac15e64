// What a visitor has written, and is about to do, while something else happens: an upload ends, another client removes pictures, the service
// is away, the way back is taken.
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { samplePath } from '../support/sample-photos.ts'
import { heading, stopClock, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

const all = 40

test('the page while other things happen', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t, { attributes: { rating: 'number', album: 'keyword' } })
  for (let start = 0; start < all; start += 16) {
    const form = new FormData()
    for (let i = start; i < Math.min(all, start + 16); i++) {
      form.append('image', new Blob([new Uint8Array(await solidJpeg(`rgb(${i}, 2, 3)`))]), `${100 + i}.jpg`)
    }
    t.ok((await fetch(`${url}/images`, { method: 'POST', body: form })).ok)
  }
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit = {}) =>
    visit(t, { browser, viewport: { width: 1280, height: 900 }, ...options, url }, act)

  await t.test('words and a place that are being written stay when an upload ends', (t) =>
    onPage(
      t,
      async (page) => {
        const end = await startUpload(page)
        await page.getByLabel('Around').pressSequentially('52.5, 1')
        await end()
        t.equal(await page.getByLabel('Around').inputValue(), '52.5, 1')
        await page.getByLabel('Around').fill('')
        const endAnother = await startUpload(page)
        await stopClock(page)
        await page.getByLabel('Search with words').pressSequentially('a cat')
        await endAnother()
        t.equal(await page.getByLabel('Search with words').inputValue(), 'a cat')
        await page.clock.runFor(120)
        await heading(page, '“a cat”')
      },
      { prepare: (page) => page.clock.install() },
    ),
  )

  await t.test('the way back takes a filter out of its field, also while the focus rests there', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, 36)
      for (const [label, value] of [
        ['rating: from', '4'],
        ['album', 'Lisbon'],
        ['Around', '52.5, 13.4'],
        ['From', '2001-02-03'],
      ] as const) {
        const field = page.getByLabel(label, { exact: true }).first()
        await field.fill(value)
        await field.press('Enter')
        await page.getByText('Nothing found').first().waitFor()
        t.equal(await field.inputValue(), value)
        await page.goBack()
        await tilesShown(page, 36)
        t.equal(await field.inputValue(), '', label)
      }
    }),
  )

  await t.test('the weight of one of two pictures that have one name is changed step by step with the keyboard', (t) =>
    onPage(t, async (page) => {
      const one = async (colour: string) => ({
        name: 'image.jpg',
        mimeType: 'image/jpeg',
        buffer: await solidJpeg(colour),
      })
      await page.getByLabel('Search with a picture').setInputFiles([await one('red'), await one('blue')])
      await heading(page, 'Like image.jpg, like image.jpg')
      const weights = page.getByLabel('How much image.jpg counts')
      await weights.nth(1).focus()
      for (const weight of ['0.5', '-0.5']) {
        const drawn = page.waitForFunction((old) => !old?.isConnected, await weights.nth(1).elementHandle())
        await page.keyboard.press('ArrowDown')
        await drawn
        t.strictSame(await weights.evaluateAll((both) => both.map((one) => (one as HTMLSelectElement).value)), [
          '1',
          weight,
        ])
      }
    }),
  )

  await t.test('what is pasted while pictures are added is added, too; the request of another view is put away', (t) =>
    onPage(
      t,
      async (page) => {
        await page.getByRole('button', { name: 'curl' }).click()
        await page.locator('#request-dialog').waitFor()
        await paste(page, 'pasted.txt')
        await page.locator('#request-dialog').waitFor({ state: 'hidden' })
        await page.getByRole('alert').waitFor()
        await page.getByRole('button', { name: 'Remove pasted.txt' }).click()
        await tilesShown(page, 36)
        await page.locator('#open-upload').click()
        await page.getByText('Choose pictures').waitFor()
        await paste(page, 'pasted.txt')
        await page.locator('#upload-list').getByText('The file is not a picture').waitFor()
        t.equal(await page.locator('.chip').count(), 0)
      },
      { expected: /status of 415/ },
    ),
  )

  await t.test('a viewer that cannot be loaded leaves no trace in the history', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 36)
        await page.route('**/viewer.js', (route) => route.abort())
        await page.getByRole('button', { name: 'Open 100.jpg' }).click()
        await page.getByText('This part of the page cannot be loaded').waitFor()
        await page.waitForURL(`${url}/`)
        await page.unroute('**/viewer.js')
        await page.getByRole('button', { name: 'Open 101.jpg' }).click()
        await page.getByRole('heading', { name: '101.jpg' }).waitFor()
        await page.keyboard.press('Escape')
        await page.waitForURL(`${url}/`)
        t.notOk(await page.locator('#viewer').isVisible())
      },
      { expected: /ERR_FAILED/ },
    ),
  )

  await t.test('pictures that another client removes are not counted against those that are shown', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, 36)
      const { images } = (await (await fetch(`${url}/images?limit=10`)).json()) as { images: { image_id: string }[] }
      for (const { image_id: id } of images) t.ok((await fetch(`${url}/images/${id}`, { method: 'DELETE' })).ok)
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
      await page.getByText(`All ${all} pictures`).waitFor()
    }),
  )
})

/** Sends a file whose answer is held. Gives what lets it come, and waits until the page has drawn the pictures anew. */
async function startUpload(page: Page): Promise<() => Promise<void>> {
  await tilesShown(page, 36)
  const isSent = Promise.withResolvers<void>()
  await page.route(
    '**/images',
    async (route) => {
      await isSent.promise
      await route.fulfill({ json: { results: [{ status: 'created' }] } })
    },
    { times: 1 },
  )
  await page.locator('#open-upload').click()
  await page.getByText('Choose pictures').waitFor()
  await page.getByLabel('Choose pictures').setInputFiles(samplePath('food/coffee-cup.jpg'))
  await page.locator('#upload-list [data-state="sending"]').waitFor()
  await page.keyboard.press('Escape')
  return async () => {
    const again = page.waitForResponse('**/images?limit=36&*')
    isSent.resolve()
    await again
    await page.locator('main[aria-busy]').waitFor({ state: 'detached' })
  }
}

async function paste(page: Page, name: string): Promise<void> {
  await page.evaluate((name) => {
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File(['no picture'], name, { type: 'text/plain' }))
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, name)
}
