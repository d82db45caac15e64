// The pages behind the first one: they come while scrolling, or with the button, and are there again on the way back.
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { addAllSamplePhotos, listSamplePhotos, samplePath } from '../support/sample-photos.ts'
import { giveKey, heading, searchWords, tileNames, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

test('the pages of the page', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addAllSamplePhotos(url)
  const all = (await listSamplePhotos()).length
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit & { address?: string } = {}) =>
    visit(t, { browser, ...options, url: url + (options.address ?? '/') }, act)
  const toEnd = (page: Page) => page.evaluate(() => scrollTo(0, document.body.scrollHeight))
  const more = (page: Page) => page.getByRole('button', { name: 'Show more pictures' })

  await t.test('scrolling brings the next page, once, until all are there', (t) =>
    onPage(t, async (page) => {
      const asked: string[] = []
      page.on('request', (request) => {
        if (request.url().includes('cursor=')) asked.push(request.url())
      })
      await tilesShown(page, 36)
      await page.getByText(`The first 36 of ${all} pictures`).waitFor()
      t.strictSame(asked, [], 'nothing comes before it is near')
      await toEnd(page)
      await tilesShown(page, all)
      await page.getByText(`All ${all} pictures`).waitFor()
      t.equal(new Set(await page.locator('.tile .open').evaluateAll((a) => a.map((b) => b.ariaLabel))).size, all)
      await toEnd(page)
      t.equal(asked.length, 1)
      t.notOk(await more(page).isVisible())
    }),
  )

  await t.test('the button brings it too, and the focus goes to the first of the new pictures', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 36)
        const release = await holdPages(page)
        await more(page).press('Enter')
        release()
        await tilesShown(page, all)
        const label = await page.evaluate(() => document.activeElement?.ariaLabel)
        t.equal(label, `Open ${(await tileNames(page))[36]}`)
      },
      { reducedMotion: 'reduce' },
    ),
  )

  await t.test('a search that ends because it looked at its best 1,000 says so', (t) =>
    onPage(
      t,
      async (page) => {
        await page.getByText('36 pictures in').waitFor()
        t.match(await page.locator('#status').innerText(), 'no search looks further than its best 1,000')
      },
      {
        address: '/?q=a+cat&all=1',
        prepare: (page) =>
          page.route('**/search', async (route) => {
            const response = await route.fetch()
            const answer = await response.json()
            // As where most of them are folded.
            const duplicates = { count: 1000 - answer.hits.length, image_ids: [] }
            const [first, ...others] = answer.hits
            const folded = { ...answer, hits: [{ ...first, duplicates }, ...others], next_cursor: null }
            await route.fulfill({ response, json: folded })
          }),
      },
    ),
  )

  await t.test('a service that wants a key by now asks for it where the next page should come', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 36)
        const problem = { type: '/x', title: 'x', status: 401, detail: 'x', instance: '', code: 'UNAUTHORIZED' }
        const headers = { 'content-type': 'application/problem+json' }
        await page.route('**/images?*cursor=*', (route) => {
          const hasKey = 'authorization' in route.request().headers()
          return hasKey ? route.continue() : route.fulfill({ status: 401, headers, json: problem })
        })
        await toEnd(page)
        await giveKey(page, 'a-key-for-the-tests-only')
        await toEnd(page)
        await tilesShown(page, all)
      },
      { expected: /status of 401/ },
    ),
  )

  await t.test('an upload that ends leaves the visitor among the pictures that were there', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, 36)
      const isSent = Promise.withResolvers<void>()
      const result = { results: [{ status: 'created' }] }
      await page.route('**/images', async (route) => {
        await isSent.promise
        await route.fulfill({ json: result })
      })
      await page.locator('#open-upload').click()
      await page.getByText('Choose pictures').waitFor()
      await page.getByLabel('Choose pictures').setInputFiles(samplePath('food/coffee-cup.jpg'))
      await page.keyboard.press('Escape')
      await toEnd(page)
      await tilesShown(page, all)
      await toEnd(page)
      const y = await page.evaluate(() => scrollY)
      const again = page.waitForResponse(`**/images?limit=${all}&*`)
      isSent.resolve()
      await again
      await page.waitForFunction(() => document.querySelector('main')?.ariaBusy === null)
      t.equal(await page.locator('.tile').count(), all)
      t.equal(await page.evaluate(() => scrollY), y)
    }),
  )

  await t.test('so it does where the button is pressed while the page comes by itself', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 36)
        const release = await holdPages(page)
        const asked = page.waitForRequest('**/images?*cursor=*')
        await toEnd(page)
        await asked
        await more(page).press('Enter')
        release()
        await tilesShown(page, all)
        const label = await page.evaluate(() => document.activeElement?.ariaLabel)
        t.equal(label, `Open ${(await tileNames(page))[36]}`)
      },
      { reducedMotion: 'reduce' },
    ),
  )

  await t.test('a search goes on behind its cursor, with its scores falling', (t) =>
    onPage(
      t,
      async (page) => {
        await searchWords(page, 'a building')
        await page.getByRole('button', { name: 'Show less likely pictures' }).click()
        await tilesShown(page, 36)
        await more(page).press('Enter')
        // One of them is the copy of another, and stands with it.
        await tilesShown(page, all - 1)
        const scores = (await page.locator('.score').allInnerTexts()).map(Number)
        t.strictSame(
          scores,
          scores.toSorted((a, b) => b - a),
        )
      },
      { address: '/' },
    ),
  )

  await t.test('a search by words goes on without a cursor', (t) =>
    onPage(
      t,
      async (page) => {
        await page.locator('.tile').nth(35).waitFor()
        await more(page).press('Enter')
        await tilesShown(page, all)
        t.equal(new Set(await tileNames(page)).size, all)
      },
      { address: '/?q=a+picture&mode=hybrid' },
    ),
  )

  await t.test('coming back finds as many pictures as before, at the same place', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, 36)
      await toEnd(page)
      await tilesShown(page, all)
      await page.getByRole('button', { name: 'Open wooden-boats.jpg' }).scrollIntoViewIfNeeded()
      await page.getByRole('button', { name: 'Open wooden-boats.jpg' }).hover()
      const before = await page.evaluate(() => scrollY)
      await page.getByRole('button', { name: 'More like wooden-boats.jpg' }).click()
      await heading(page, 'Like wooden-boats.jpg')
      t.equal(await page.evaluate(() => scrollY), 0)
      await page.goBack()
      await tilesShown(page, all)
      t.equal(await page.evaluate(() => scrollY), before)
    }),
  )

  await t.test('words that are typed further down lead back to the top, where the best pictures are', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, 36)
      await toEnd(page)
      await tilesShown(page, all)
      await toEnd(page)
      await searchWords(page, 'a building')
      t.equal(await page.evaluate(() => scrollY), 0)
    }),
  )

  await t.test('a page that cannot be had says why, keeps what is there, and comes when it is asked for again', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 36)
        await page.route('**/images?*cursor=*', (route) => route.abort(), { times: 1 })
        await more(page).press('Enter')
        await page.getByRole('alert').filter({ hasText: 'The service does not answer' }).waitFor()
        t.equal(await page.locator('.tile').count(), 36)
        await more(page).press('Enter')
        await tilesShown(page, all)
      },
      { expected: /net::ERR_FAILED/ },
    ),
  )

  await t.test('a cursor that the service does not know any more begins anew', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 36)
        await page.route('**/images?*cursor=*', (route) => {
          const address = new URL(route.request().url())
          address.searchParams.set('cursor', 'AAAA')
          return route.continue({ url: address.href })
        })
        await more(page).press('Enter')
        await tilesShown(page, all)
      },
      { expected: /status of 400/ },
    ),
  )

  await t.test('arrow keys go from picture to picture as they lie', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, 36)
      const focused = () => page.evaluate(() => document.activeElement?.ariaLabel)
      const names = await tileNames(page)
      await page.getByRole('button', { name: `Open ${names[0]}` }).focus()
      await page.keyboard.press('ArrowRight')
      t.equal(await focused(), `Open ${names[1]}`)
      await page.keyboard.press('ArrowDown')
      const down = await focused()
      await page.keyboard.press('ArrowUp')
      t.equal(await focused(), `Open ${names[1]}`, 'up leads back')
      t.not(down, `Open ${names[1]}`)
      await page.keyboard.press('End')
      t.equal(await focused(), `Open ${names[35]}`)
      await page.keyboard.press('Home')
      t.equal(await focused(), `Open ${names[0]}`)
    }),
  )
})

/** The pages behind the first wait on their way until they are released: the button may bring the end near, and so its page by itself. */
async function holdPages(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/images?*cursor=*', async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}
