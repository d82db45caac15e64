// More and less like a picture, words and pictures of one's own together: what is searched for, as chips with weights.
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { addSamplePhotos, samplePath } from '../support/sample-photos.ts'
import { chipNames, heading, searchWords, steer, tileNames, tilesShown, typeWords } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

const photos = [
  'animals/chelsea-cat.jpg',
  'animals/giant-panda.jpg',
  'animals/polar-bear.jpg',
  'city/brandenburg-gate.jpg',
  'city/eiffel-tower.jpg',
  'food/coffee-cup.jpg',
]

test('steering a search', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addSamplePhotos(url, photos)
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit & { address?: string } = {}) =>
    visit(t, { browser, ...options, url: url + (options.address ?? '/') }, act)

  await t.test('more and less like pictures join the words, each with its weight, in one search', (t) =>
    onPage(t, async (page) => {
      const asked = listenForSearches(page)
      await searchWords(page, 'an animal')
      await steer(page, 'More', 'polar-bear.jpg')
      await heading(page, '“an animal”, like polar-bear.jpg')
      await steer(page, 'Less', 'giant-panda.jpg')
      await heading(page, '“an animal”, like polar-bear.jpg, less like giant-panda.jpg')
      t.strictSame(await chipNames(page), ['+polar-bear.jpg', '−giant-panda.jpg'])
      t.match(asked.at(-1), {
        parts: [
          { text: 'an animal' },
          { image: { image_id: /^polar-bear-/ } },
          { image: { image_id: /^giant-panda-/ }, weight: -0.5 },
        ],
      })
      t.match(page.url(), /\?q=an\+animal&like=polar-bear-\w+&unlike=giant-panda-\w+$/)
      t.notOk((await tileNames(page)).includes('polar-bear.jpg'), 'what is asked for is no answer')
      t.ok(await page.locator('#heading').evaluate((element) => element === document.activeElement))
    }),
  )

  await t.test('chips go one by one, with the keyboard too, and all at once', (t) =>
    onPage(t, async (page) => {
      await steer(page, 'More', 'polar-bear.jpg')
      await heading(page, 'Like polar-bear.jpg')
      await steer(page, 'Less', 'coffee-cup.jpg')
      await heading(page, 'Like polar-bear.jpg, less like coffee-cup.jpg')
      await page.getByRole('button', { name: 'Remove polar-bear.jpg' }).press('Enter')
      await heading(page, 'Less like coffee-cup.jpg')
      const focused = await page.evaluate(() => document.activeElement?.closest('.chip') !== null)
      t.ok(focused, 'the focus stays among the chips')
      await page.goBack()
      await heading(page, 'Like polar-bear.jpg, less like coffee-cup.jpg')
      await page.getByRole('button', { name: 'Clear all' }).click()
      await heading(page, 'Pictures')
      t.strictSame(await chipNames(page), [])
    }),
  )

  await t.test('a weight is chosen on the chip, and stands in the address', (t) =>
    onPage(t, async (page) => {
      const asked = listenForSearches(page)
      await steer(page, 'More', 'chelsea-cat.jpg')
      await heading(page, 'Like chelsea-cat.jpg')
      const weight = page.getByLabel('How much chelsea-cat.jpg counts')
      await weight.selectOption('much more')
      await page.waitForURL(/\?like=chelsea-cat-\w+:2$/)
      t.match(asked.at(-1), { parts: [{ weight: 2 }] })
      await weight.selectOption('much less')
      await heading(page, 'Less like chelsea-cat.jpg')
      t.match(page.url(), /\?unlike=chelsea-cat-\w+:2$/)
      t.strictSame(await chipNames(page), ['−chelsea-cat.jpg'])
      t.match(asked.at(-1), { parts: [{ weight: -2 }], relevance: 'all' })
      t.equal((await tileNames(page)).length, photos.length - 1, 'what only pushes away leaves all others')
    }),
  )

  await t.test('pictures of one’s own are searched with together, and with words', (t) =>
    onPage(t, async (page) => {
      const files = [samplePath('city/eiffel-tower.jpg'), samplePath('city/brandenburg-gate.jpg')]
      await page.getByLabel('Search with a picture').setInputFiles(files)
      await heading(page, 'Like eiffel-tower.jpg, like brandenburg-gate.jpg')
      const best = (await tileNames(page)).slice(0, 2)
      t.strictSame(best.sort(), ['brandenburg-gate.jpg', 'eiffel-tower.jpg'])
      await typeWords(page, 'at night')
      await heading(page, '“at night”, like eiffel-tower.jpg, like brandenburg-gate.jpg')
      await page.getByLabel('How much eiffel-tower.jpg counts').selectOption('less')
      await heading(page, '“at night”, less like eiffel-tower.jpg, like brandenburg-gate.jpg')
      t.equal((await tileNames(page))[0], 'brandenburg-gate.jpg')
    }),
  )

  await t.test('words are pushed away from among the filters', (t) =>
    onPage(t, async (page) => {
      const asked = listenForSearches(page)
      await searchWords(page, 'a bear')
      await page.getByLabel('Words that the pictures should not show').fill('a panda')
      await page.getByRole('button', { name: 'Push away' }).click()
      await heading(page, '“a bear”, less like “a panda”')
      t.match(page.url(), /\?q=a\+bear&not=a\+panda$/)
      t.match(asked.at(-1), { parts: [{ text: 'a bear' }, { text: 'a panda', weight: -0.5 }] })
      t.equal((await tileNames(page))[0], 'polar-bear.jpg')
    }),
  )

  await t.test('a link has the whole search, and wrong parts of one do no harm', async (t) => {
    const { hits } = (await (await fetch(`${url}/search/text?q=panda&k=1`)).json()) as { hits: { image_id: string }[] }
    const id = hits[0]!.image_id
    const address = `/?q=a+bear&unlike=${id}:0.3&like=%3Cb%3E&near=9,9&from=soon&to=2024-02-31&sort=by-magic&wide=-3&open=/`
    await onPage(
      t,
      async (page) => {
        await heading(page, '“a bear”, less like giant-panda.jpg')
        t.equal((await tileNames(page))[0], 'polar-bear.jpg')
        t.equal(await page.getByLabel('How much giant-panda.jpg counts').inputValue(), '-0.3')
      },
      { address },
    )
  })

  await t.test('words are compared with names, or with both, where that is chosen', (t) =>
    onPage(t, async (page) => {
      const asked = listenForSearches(page)
      await searchWords(page, 'panda')
      await page.getByLabel('Names').check()
      await tilesShown(page, 1)
      t.strictSame(await tileNames(page), ['giant-panda.jpg'])
      t.equal(await page.locator('.by-words:visible').count(), 1)
      t.match(asked.at(-1), { mode: 'text', relevance: undefined, collapse: undefined })
      t.match(page.url(), /\?q=panda&mode=text$/)
      t.notOk(await page.getByLabel('Stacks').isVisible(), 'they do not fold')
      await page.getByLabel('Both').check()
      await tilesShown(page, photos.length)
      t.equal((await tileNames(page))[0], 'giant-panda.jpg')
      t.match(asked.at(-1), { mode: 'hybrid' })
      await page.goBack()
      await tilesShown(page, 1)
      t.ok(await page.getByLabel('Names').isChecked())
      await page.getByLabel('Search with words').fill('')
      await heading(page, 'Pictures')
      t.notOk(await page.getByLabel('Names').isVisible())
    }),
  )
})

/** The bodies of the searches that are sent as JSON from now on. */
function listenForSearches(page: Page): unknown[] {
  const asked: unknown[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/search') && request.headers()['content-type'] === 'application/json') {
      asked.push(request.postDataJSON())
    }
  })
  return asked
}
