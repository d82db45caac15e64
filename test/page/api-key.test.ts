// The page of a service that wants an API key: it asks, keeps the key in its tab, and loads pictures with it.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { addSamplePhotos, readSamplePhoto } from '../support/sample-photos.ts'
import {
  allPicturesShown,
  giveKey,
  heading,
  pictureShown,
  searchWords,
  steer,
  tileNames,
} from '../support/search-page.ts'
import { startService } from '../support/service.ts'

const key = 'a-key-for-the-tests-only'

test('the page of a service with API keys', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t, { env: { API_KEYS: key } })
  await addSamplePhotos(url, ['animals/chelsea-cat.jpg', 'food/coffee-cup.jpg'], { key })
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, prepare?: (page: Page) => Promise<unknown>) =>
    visit(t, { browser, url: `${url}/?q=coffee`, expected: /status of 401/, prepare }, act)

  await t.test('a wrong key is refused, the right one shows what was asked for', (t) =>
    onPage(t, async (page) => {
      await giveKey(page, 'another-key-that-nobody-knows')
      await page.getByText('The service did not accept this key.').waitFor()
      await giveKey(page, key)
      await page.getByText('2 pictures in').waitFor()
      t.equal((await tileNames(page))[0], 'coffee-cup.jpg')
      await allPicturesShown(page)
      const sources = await page
        .locator('.tile img')
        .evaluateAll((all) => all.map((img) => (img as HTMLImageElement).src))
      t.equal(sources.length, 2)
      for (const source of sources) t.match(source, /^blob:/)
    }),
  )

  await t.test(
    'the key stays in the tab: a reload has it, the address, the other storage and a new visit do not',
    (t) =>
      onPage(t, async (page) => {
        await giveKey(page, key)
        await page.getByText('2 pictures in').waitFor()
        await page.reload()
        await page.getByText('2 pictures in').waitFor()
        t.notMatch(page.url(), key)
        t.strictSame(await page.evaluate(() => [localStorage.length, document.cookie, sessionStorage.length]), [
          0,
          '',
          1,
        ])
        const another = await page.context().newPage()
        await another.goto(url)
        await another.getByLabel('API key', { exact: true }).waitFor()
      }),
  )

  await t.test('cancelling leaves the problem on the page, and trying again asks again', (t) =>
    onPage(t, async (page) => {
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('heading', { name: 'An API key is needed' }).waitFor()
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByLabel('API key', { exact: true }).waitFor()
    }),
  )

  await t.test('the original is fetched with the key and saved under its name', (t) =>
    onPage(t, async (page) => {
      await giveKey(page, key)
      await page.getByRole('button', { name: 'Open coffee-cup.jpg' }).click()
      await pictureShown(page, '#viewer-picture')
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Save the original' }).click(),
      ])
      t.equal(download.suggestedFilename(), 'coffee-cup.jpg')
      t.ok((await readFile(await download.path())).equals(await readSamplePhoto('food/coffee-cup.jpg')))
    }),
  )

  await t.test('the curl line names the shell’s variable for the key, never the key', (t) =>
    onPage(t, async (page) => {
      await giveKey(page, key)
      await page.getByText('2 pictures in').waitFor()
      await page.getByRole('button', { name: 'curl' }).click()
      const line = await page.locator('#request-commands code').innerText()
      t.match(line, '-H "Authorization: Bearer $API_KEY"')
      t.notMatch(line, key)
    }),
  )

  await t.test('pictures that left the page give their memory back', (t) =>
    onPage(
      t,
      async (page) => {
        await giveKey(page, key)
        await allPicturesShown(page)
        await page.getByRole('button', { name: 'Open coffee-cup.jpg' }).click()
        await pictureShown(page, '#viewer-picture')
        await page.getByRole('button', { name: 'Close' }).click()
        await steer(page, 'More', 'coffee-cup.jpg')
        await heading(page, '“coffee”, like coffee-cup.jpg')
        await pictureShown(page, '.chip img')
        await page.getByRole('button', { name: 'Remove coffee-cup.jpg' }).click()
        await searchWords(page, 'a cat')
        await allPicturesShown(page)
        const live = await page.evaluate(() => [
          ...(globalThis as unknown as { liveBlobUrls: Set<string> }).liveBlobUrls,
        ])
        const used = await page
          .locator('.tile img')
          .evaluateAll((all) => all.map((img) => (img as HTMLImageElement).src))
        t.equal(used.length, 2)
        t.strictSame(live.sort(), used.sort())
      },
      (page) => page.addInitScript(watchBlobUrls),
    ),
  )
})

/** Runs in the page: keeps the set of blob URLs that were made and not given back. */
function watchBlobUrls(): void {
  const live = new Set<string>()
  Object.assign(globalThis, { liveBlobUrls: live })
  const { createObjectURL, revokeObjectURL } = URL
  URL.createObjectURL = (object) => {
    const made = createObjectURL.call(URL, object)
    live.add(made)
    return made
  }
  URL.revokeObjectURL = (made) => {
    live.delete(made)
    revokeObjectURL.call(URL, made)
  }
}
