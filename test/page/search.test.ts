// Searching on the page: words, the visitor's own picture, more like this.
import type { Browser, Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { addSamplePhotos, readSamplePhoto, samplePath } from '../support/sample-photos.ts'
import {
  allPicturesShown,
  heading,
  pictureShown,
  searchWords,
  steer,
  stopClock,
  tileNames,
} from '../support/search-page.ts'
import { startService } from '../support/service.ts'

const photos = [
  'animals/chelsea-cat.jpg',
  'animals/giant-panda.jpg',
  'animals/polar-bear.jpg',
  'city/eiffel-tower.jpg',
  'food/coffee-cup.jpg',
  'space/rocket-launch.jpg',
]

test('searching on the page', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addSamplePhotos(url, photos)
  const browser: Browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit = {}) =>
    visit(t, { browser, url, ...options }, act)

  await t.test('the first visit shows the library and what the service is', (t) =>
    onPage(t, async (page) => {
      await page.getByText(`All ${photos.length} pictures`).waitFor()
      t.strictSame((await tileNames(page)).sort(), photos.map((path) => path.split('/')[1]).sort())
      t.match(await page.locator('#about').textContent(), `${photos.length} pictures`)
      await allPicturesShown(page)
    }),
  )

  await t.test('words and Enter find the photo first, with its score', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'a cup of coffee')
      t.equal((await tileNames(page))[0], 'coffee-cup.jpg')
      const scores = (await page.locator('.score').allInnerTexts()).map(Number)
      t.equal(scores.length, photos.length)
      t.strictSame(
        scores,
        scores.toSorted((a, b) => b - a),
      )
      t.match(await page.locator('.score').first().textContent(), /^-?[01]\.\d{3}$/)
      t.equal(await page.title(), '“a cup of coffee” – Likeness')
    }),
  )

  await t.test('words are searched after a pause in typing, without Enter', (t) =>
    onPage(
      t,
      async (page) => {
        const asked: string[] = []
        page.on('request', (request) => {
          if (request.url().endsWith('/search')) asked.push(request.postDataJSON().parts[0].text)
        })
        await page.getByText('All 6 pictures').waitFor()
        await stopClock(page)
        await page.getByLabel('Search with words').pressSequentially('a cat')
        await page.clock.runFor(119)
        t.strictSame(asked, [])
        await page.clock.runFor(1)
        await heading(page, '“a cat”')
        t.strictSame(asked, ['a cat'])
        t.equal((await tileNames(page))[0], 'chelsea-cat.jpg')
      },
      { prepare: (page) => page.clock.install() },
    ),
  )

  await t.test('a search that newer words overtake is cancelled', (t) =>
    onPage(t, async (page) => {
      await page.route('**/search', () => {}, { times: 1 })
      const cancelled = page.waitForEvent('requestfailed')
      const box = page.getByLabel('Search with words')
      await Promise.all([page.waitForRequest('**/search'), box.fill('a panda')])
      await searchWords(page, 'a rocket launch')
      t.equal((await cancelled).postDataJSON().parts[0].text, 'a panda')
      t.equal((await tileNames(page))[0], 'rocket-launch.jpg')
    }),
  )

  await t.test('a picked picture finds itself first', (t) =>
    onPage(t, async (page) => {
      await page.getByLabel('Search with a picture').setInputFiles(samplePath('city/eiffel-tower.jpg'))
      await heading(page, 'Like eiffel-tower.jpg')
      t.equal((await tileNames(page))[0], 'eiffel-tower.jpg')
      t.equal(await page.locator('.score').first().textContent(), '1.000')
      await pictureShown(page, '.chip img')
    }),
  )

  for (const kind of ['drop', 'paste'] as const) {
    await t.test(`a picture can be brought by ${kind}`, (t) =>
      onPage(t, async (page) => {
        await page.getByText('All 6 pictures').waitFor()
        await bringPicture(page, kind, 'animals/giant-panda.jpg')
        await heading(page, 'Like mine.jpg')
        t.equal((await tileNames(page))[0], 'giant-panda.jpg')
      }),
    )
  }

  await t.test('"more like this" finds others, without the picture itself', (t) =>
    onPage(t, async (page) => {
      await steer(page, 'More', 'giant-panda.jpg')
      await heading(page, 'Like giant-panda.jpg')
      const names = await tileNames(page)
      t.equal(names.length, photos.length - 1)
      t.notOk(names.includes('giant-panda.jpg'))
      t.ok(await page.locator('#heading').evaluate((element) => element === document.activeElement))
    }),
  )
})

/** What the browser does when a file is dropped on the page or pasted into it. */
async function bringPicture(page: Page, kind: 'drop' | 'paste', relativePath: string): Promise<void> {
  const base64 = (await readSamplePhoto(relativePath)).toString('base64')
  await page.evaluate(
    ({ kind, base64 }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.fromBase64(base64)], 'mine.jpg', { type: 'image/jpeg' }))
      const init = { bubbles: true, cancelable: true }
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer: data })
          : new ClipboardEvent('paste', { ...init, clipboardData: data })
      document.querySelector('main')?.dispatchEvent(event)
    },
    { kind, base64 },
  )
}
