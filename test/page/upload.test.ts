// Adding pictures on the page: picked or dropped, with progress, and what became of each.
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { readSamplePhoto, samplePath } from '../support/sample-photos.ts'
import { giveKey, heading, searchWords, tileNames, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') }
const key = 'a-key-for-the-tests-only'

test('adding pictures on the page', { skip: skipWithoutBrowser }, async (t) => {
  const browser = await startBrowser(t)
  const { url } = await startService(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit = {}) =>
    visit(t, { browser, url, ...options }, act)
  const lines = (page: Page) => page.locator('#upload-list li').allInnerTexts()
  const status = (page: Page, text: string) => page.locator('#upload-status').getByText(text).waitFor()
  const choose = async (page: Page, files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]) => {
    // An input of a file can be filled while nobody sees it.
    await page.getByText('Choose pictures').waitFor()
    await page.getByLabel('Choose pictures').setInputFiles(files)
  }

  await t.test('an empty library offers it; each file has its line, and what was added is found at once', (t) =>
    onPage(
      t,
      async (page) => {
        await page.locator('#message').getByRole('button', { name: 'Add pictures' }).click()
        await choose(page, [samplePath('animals/chelsea-cat.jpg'), samplePath('food/coffee-cup.jpg')])
        await status(page, '2 added.')
        t.strictSame(
          (await lines(page)).map((line) => line.split(/\s+/).join(' ')),
          ['chelsea-cat.jpg Added', 'coffee-cup.jpg Added'],
        )
        await page.getByRole('button', { name: 'Show what was added' }).click()
        await tilesShown(page, 2)
        t.match(page.url(), /\?sort=-added_at$/)
        t.match(await page.locator('#about').textContent(), '2 pictures')
        await searchWords(page, 'a cat')
        t.equal((await tileNames(page))[0], 'chelsea-cat.jpg')
        await page
          .getByRole('group', { name: 'Folder' })
          .getByRole('button', { name: /^uploads 2/ })
          .waitFor()
      },
      { viewport: { width: 1280, height: 900 } },
    ),
  )

  await t.test('a file that is no picture says why, the others are added, and it can be tried again', (t) =>
    onPage(
      t,
      async (page) => {
        await page.getByRole('button', { name: 'Add pictures' }).first().click()
        await choose(page, [notes])
        await status(page, '0 added, 1 failed.')
        await choose(page, [samplePath('animals/giant-panda.jpg'), samplePath('animals/chelsea-cat.jpg')])
        await status(page, '1 added, 1 there already, 1 failed.')
        const [failed, added, there] = await lines(page)
        t.match(failed, /notes\.txt\s+The file is not a picture/)
        t.match(added, /giant-panda\.jpg\s+Added/)
        t.match(there, /chelsea-cat\.jpg\s+Was there already/)
        const again = page.waitForResponse((response) => response.request().method() === 'POST')
        await page.getByRole('button', { name: 'Try the failed ones again' }).click()
        t.equal((await again).status(), 415)
        await status(page, '1 failed.')
      },
      { expected: /status of 415/ },
    ),
  )

  await t.test('what is dropped on the right is added, and nothing is searched for', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, 3)
      await drop(page, '#drop-add', 'animals/polar-bear.jpg')
      await status(page, '1 added.')
      await page.keyboard.press('Escape')
      await tilesShown(page, 4)
      await heading(page, 'Pictures')
      t.ok((await tileNames(page)).includes('polar-bear.jpg'))
    }),
  )

  await t.test('progress is shown while it is sent; it may be closed meanwhile, and given up', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, 4)
      await slowDown(page, 20_000)
      await page.getByRole('button', { name: 'Add pictures' }).first().click()
      await choose(page, ['city/eiffel-tower.jpg', 'city/colosseum.jpg', 'city/taj-mahal.jpg'].map(samplePath))
      await page.waitForFunction(() =>
        [...document.querySelectorAll('progress')].some(({ value }) => value > 0 && value < 1),
      )
      t.match(await lines(page), [/\d+ %/, /\d+ %/, /Waiting/], 'two are sent at a time')
      await page.getByRole('button', { name: 'Close' }).click()
      t.match(await page.locator('#open-upload').innerText(), /0 of 3/)
      await page.locator('#open-upload').click()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await status(page, '0 added, 3 failed.')
      t.equal((await lines(page)).filter((line) => line.includes('Cancelled')).length, 3)
      t.equal(await page.locator('#open-upload .badge').innerText(), '')
      await slowDown(page, -1)
      await page.getByRole('button', { name: 'Try the failed ones again' }).click()
      await status(page, '3 added.')
    }),
  )

  await t.test('a service that is busy is asked again when it says', (t) =>
    onPage(
      t,
      async (page) => {
        let asked = 0
        await page.route('**/images', (route) => {
          asked += 1
          if (asked > 1) return route.continue()
          return route.fulfill({ status: 503, headers: { 'retry-after': '1' }, body: '' })
        })
        await page.getByRole('button', { name: 'Add pictures' }).first().click()
        await choose(page, [samplePath('objects/wall-clock.jpg')])
        await status(page, '1 added.')
        t.equal(asked, 2)
      },
      { expected: /status of 503/ },
    ),
  )

  await t.test('a service with keys gets the key with each file, and asks for it where it is wrong', async (t) => {
    const { url } = await startService(t, { env: { API_KEYS: key } })
    await visit(t, { browser, url, expected: /status of 401/ }, async (page) => {
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Add pictures' }).first().click()
      await choose(page, [samplePath('objects/wall-clock.jpg')])
      await giveKey(page, key)
      await page.getByText('curl -H "Authorization: Bearer $API_KEY" -F image=@photo.jpg').waitFor()
      await page.getByRole('button', { name: 'Try the failed ones again' }).click()
      await status(page, '1 added.')
    })
  })
})

/** The line on which pictures are sent; below 0 there is no limit. */
async function slowDown(page: Page, uploadBytesPerS: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: uploadBytesPerS,
  })
}

/** What the browser does when a file is dropped there. */
async function drop(page: Page, selector: string, relativePath: string): Promise<void> {
  const base64 = (await readSamplePhoto(relativePath)).toString('base64')
  await page.evaluate(
    ({ selector, base64 }) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([Uint8Array.fromBase64(base64)], 'polar-bear.jpg', { type: 'image/jpeg' }))
      const init = { bubbles: true, cancelable: true, dataTransfer }
      document.querySelector('main')?.dispatchEvent(new DragEvent('dragover', init))
      const zone = document.querySelector(selector)
      if (!zone || getComputedStyle(zone).visibility !== 'visible') throw new Error('The zones are not shown')
      zone.dispatchEvent(new DragEvent('drop', init))
    },
    { selector, base64 },
  )
}
