// The page shows what answers, and more where that is asked for.
import type { Browser, Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { addAllSamplePhotos } from '../support/sample-photos.ts'
import { heading, searchWords, tileNames, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

test('only answers are shown at first', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addAllSamplePhotos(url)
  const browser: Browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>) => visit(t, { browser, url }, act)
  const more = (page: Page) => page.getByRole('button', { name: 'Show less likely pictures' })

  await t.test('the rest comes with a button, has an address, and back leads to the answers', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'a cat')
      await tilesShown(page, 1)
      t.strictSame(await tileNames(page), ['chelsea-cat.jpg'])
      await more(page).click()
      await tilesShown(page, 36)
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
      await tilesShown(page, 36)
    }),
  )

  await t.test('so does more like this', (t) =>
    onPage(t, async (page) => {
      await page.getByLabel('Stacks').waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: 'Open kingfisher-copy.jpg' }).click()
      await page.getByRole('button', { name: 'Only like this' }).click()
      await heading(page, 'Like kingfisher-copy.jpg')
      await tilesShown(page, 1)
      t.strictSame(await tileNames(page), ['kingfisher.jpg'])
    }),
  )

  await t.test('a first visitor is offered words that find something here, and they search', (t) =>
    onPage(t, async (page) => {
      const tries = page.getByRole('list', { name: 'Words to try' }).getByRole('button')
      await tries.first().waitFor()
      const words = await tries.allInnerTexts()
      t.ok(words.length >= 3 && words.length <= 6)
      t.ok(words.includes('a cat or a dog'))
      await tries.filter({ hasText: 'a cat or a dog' }).click()
      await heading(page, '“a cat or a dog”')
      t.ok((await tileNames(page)).length > 0)
      t.notOk(await tries.first().isVisible())
    }),
  )
})
