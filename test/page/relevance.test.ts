// The page shows what answers, and more where that is asked for.
import type { Browser, Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { addAllSamplePhotos } from '../support/sample-photos.ts'
import { heading, searchWords, tileNames } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

test('only answers are shown at first', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addAllSamplePhotos(url)
  const browser: Browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>) => visit(t, { browser, url }, act)
  const more = (page: Page) => page.getByRole('button', { name: 'Show less likely pictures' })
  const tilesShown = (page: Page, count: number) =>
    page.waitForFunction((count) => document.querySelectorAll('.tile').length === count, count)

  await t.test('the rest comes with a button, has an address, and back leads to the answers', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'a cat')
      await tilesShown(page, 1)
      t.strictSame(await tileNames(page), ['chelsea-cat.jpg'])
      await more(page).click()
      await tilesShown(page, 24)
      t.equal((await tileNames(page))[0], 'chelsea-cat.jpg')
      t.match(page.url(), /\?q=a\+cat&all=1$/)
      t.notOk(await more(page).isVisible())
      await page.goBack()
      await tilesShown(page, 1)
      t.ok(await more(page).isVisible())
    }),
  )

  await t.test('words that nothing answers say so, and offer the rest', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'a swimming pool')
      await page.getByText('Nothing found', { exact: true }).first().waitFor()
      t.strictSame(await tileNames(page), [])
      await more(page).click()
      await tilesShown(page, 24)
    }),
  )

  await t.test('so does more like this', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'a kingfisher')
      await page.getByTitle('More like this').first().click()
      await heading(page, 'Like kingfisher-copy.jpg')
      await tilesShown(page, 1)
      t.strictSame(await tileNames(page), ['kingfisher.jpg'])
    }),
  )
})
