// Attributes that the service's settings declare, on the page: as filters by their types, in the address, and in the viewer with the caption.
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { addSamplePhotos } from '../support/sample-photos.ts'
import { chipNames, tileNames, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

const attributes = {
  album: 'keyword',
  rating: 'number',
  is_public: 'boolean',
  shot: 'date',
  constructor: 'boolean',
} as const

test('attributes on the page', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t, { attributes })
  const told = {
    'animals/chelsea-cat.jpg': { album: 'Home', rating: 5, is_public: true, shot: '2024-05-01' },
    'city/colosseum.jpg': { album: 'Rome', rating: 3, is_public: false, shot: '2023-05-01' },
    'food/coffee-cup.jpg': { album: 'Rome', rating: 4 },
    'animals/giant-panda.jpg': {},
  }
  for (const [path, attributes] of Object.entries(told)) {
    await addSamplePhotos(url, [path], { metadata: { attributes, caption: `About ${path}` } })
  }
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit & { address?: string } = {}) =>
    visit(t, { browser, viewport: { width: 1280, height: 900 }, ...options, url: url + (options.address ?? '/') }, act)

  await t.test('each is filtered by as its type has it', (t) =>
    onPage(t, async (page) => {
      await page.getByLabel('album', { exact: true }).fill('Rome, Home')
      await page.getByLabel('album', { exact: true }).press('Tab')
      await tilesShown(page, 3)
      await page.getByLabel('rating: from').fill('4')
      await page.getByLabel('rating: from').press('Tab')
      await tilesShown(page, 2)
      t.strictSame(await tileNames(page), ['chelsea-cat.jpg', 'coffee-cup.jpg'])
      t.match(decodeURIComponent(page.url()), '/?attr.album=Rome&attr.album=Home&attr.rating.min=4')
      t.equal(await page.getByLabel('constructor', { exact: true }).inputValue(), '', 'any')
      await page.getByLabel('is_public', { exact: true }).selectOption('Yes')
      await tilesShown(page, 1)
      t.strictSame(await chipNames(page), ['album: Rome or Home', 'rating: from 4', 'is_public: yes'])
      await page.getByRole('button', { name: 'Remove album: Rome or Home' }).click()
      await page.getByRole('button', { name: 'Remove rating: from 4' }).click()
      await page.getByLabel('is_public', { exact: true }).selectOption('Any')
      await tilesShown(page, 4)
    }),
  )

  await t.test('a link has them, with both days of a range', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 1)
        t.strictSame(await tileNames(page), ['colosseum.jpg'])
        await page.getByLabel('shot: to').waitFor()
        t.equal(await page.getByLabel('shot: to').inputValue(), '2023-05-01')
      },
      { address: '/?attr.shot.from=2023-05-01&attr.shot.to=2023-05-01' },
    ),
  )

  await t.test('a value with a comma stays one while other attributes change', (t) =>
    onPage(
      t,
      async (page) => {
        await page.getByLabel('rating: from').fill('4')
        await page.getByLabel('rating: from').press('Tab')
        await page.waitForURL(/rating\.min=4/)
        t.match(decodeURIComponent(page.url()), /\?attr\.album=Rome,\+Italy&attr\.rating\.min=4$/)
      },
      { address: '/?attr.album=Rome,+Italy' },
    ),
  )

  await t.test('a link that asks for what is not declared shows the service’s own words', (t) =>
    onPage(
      t,
      async (page) => {
        await page.getByRole('alert').filter({ hasText: 'price' }).waitFor()
        await page.getByRole('button', { name: 'Remove price: up to 3' }).click()
        await tilesShown(page, 4)
      },
      { address: '/?attr.price.max=3', expected: /status of 400/ },
    ),
  )

  await t.test('the viewer tells them and the caption, and leads to others that have them', (t) =>
    onPage(t, async (page) => {
      await page.getByRole('button', { name: 'Open colosseum.jpg' }).click()
      await page.getByText('About city/colosseum.jpg').waitFor()
      t.match(await page.locator('#viewer-facts').innerText(), /is_public\s+No\s+rating\s+3\s+shot\s+May 1, 2023/)
      await page.locator('#viewer').getByRole('button', { name: 'Rome' }).click()
      await tilesShown(page, 2)
      t.strictSame(await chipNames(page), ['album: Rome'])
    }),
  )
})
