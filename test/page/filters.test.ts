// The filters of the page with their counts, as chips and in the address, and the timeline.
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { chipNames, heading, searchWords, tileNames, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'
import { addToldPhotos, toldCount } from '../support/told-photos.ts'

test('filters on the page', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addToldPhotos(url)
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit & { address?: string } = {}) =>
    visit(t, { browser, viewport: { width: 1280, height: 900 }, ...options, url: url + (options.address ?? '/') }, act)
  const place = (page: Page) => decodeURIComponent(page.url().slice(url.length))
  const facet = (page: Page, id: string) => page.locator(`#filter-${id} li`).allInnerTexts()

  await t.test('folders have counts of all that lies below them, and lead down and up again', (t) =>
    onPage(t, async (page) => {
      const folders = page.getByRole('group', { name: 'Folder' })
      await folders.getByRole('button', { name: 'trips 3 pictures' }).click()
      await tilesShown(page, 3)
      t.equal(place(page), '/?folder=trips/')
      t.strictSame(await chipNames(page), ['In trips/'])
      await folders.getByRole('button', { name: 'berlin 1 picture' }).press('Enter')
      await tilesShown(page, 1)
      t.strictSame(await tileNames(page), ['brandenburg-gate.jpg'])
      await folders.getByRole('button', { name: 'All folders' }).click()
      await tilesShown(page, toldCount)
      t.equal(place(page), '/')
    }),
  )

  await t.test(
    'of more folders than are counted the fullest are listed, and in a chosen one those that lie there',
    async (t) => {
      const { url } = await startService(t)
      const paths = Array.from({ length: 102 }, (_, i) => (i < 101 ? `a${i}/plain.jpg` : 'z/deep/plain.jpg'))
      // As many as one request takes.
      for (let start = 0; start < paths.length; start += 16) {
        const some = paths.slice(start, start + 16)
        const form = new FormData()
        form.append('metadata', JSON.stringify(some.map((path) => ({ relative_path: path }))))
        for (const i of some.keys()) {
          form.append('image', new Blob([new Uint8Array(await solidJpeg(`rgb(${start + i}, 2, 3)`))]), 'plain.jpg')
        }
        t.ok((await fetch(`${url}/images`, { method: 'POST', body: form })).ok)
      }
      await visit(t, { browser, url, viewport: { width: 1280, height: 900 } }, async (page) => {
        await page.getByText('The folders with most pictures are listed.').waitFor()
        await page.goto(`${url}/?folder=z/`)
        await page.getByRole('button', { name: 'deep 1 picture' }).waitFor()
        t.notOk(await page.getByText('The folders with most pictures are listed.').isVisible())
      })
    },
  )

  await t.test('a day that is typed filters once its year is whole, or when the field is left', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, toldCount)
        const from = page.getByLabel('From')
        const entries = () => page.evaluate(() => history.length)
        const before = await entries()
        await from.focus()
        await page.keyboard.type('08022023', { delay: 20 })
        await page.waitForURL(/from=2023-08-02$/)
        t.equal(await entries(), before + 1)
        t.equal(await from.getAttribute('max'), '9999-12-31')
        await from.fill('')
        await page.waitForURL(`${url}/`)
        await from.blur()
        await from.focus()
        await page.keyboard.type('08020023', { delay: 20 })
        t.equal(await from.inputValue(), '0023-08-02')
        t.equal(place(page), '/')
        await page.getByLabel('To', { exact: true }).focus()
        await page.waitForURL(/from=0023-08-02$/)
      },
      { locale: 'en-US' },
    ),
  )

  await t.test('the last day that there is is no fault', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 3)
        t.strictSame(await chipNames(page), ['Taken until 9999-12-31'])
      },
      { address: '/?to=9999-12-31' },
    ),
  )

  await t.test('tags narrow each other, and a search', (t) =>
    onPage(t, async (page) => {
      await page.getByRole('checkbox', { name: 'holiday' }).check()
      await tilesShown(page, 2)
      t.match(await facet(page, 'tags'), [/holiday\s*2/, /draft\s*1/])
      await page.getByRole('checkbox', { name: 'draft' }).check()
      await tilesShown(page, 1)
      t.equal(place(page), '/?tag=holiday&tag=draft')
      await searchWords(page, 'a building')
      t.strictSame(await tileNames(page), ['eiffel-tower.jpg'])
      t.ok(await page.getByRole('checkbox', { name: 'draft' }).isChecked())
      await page.getByRole('button', { name: 'Remove Tag draft' }).click()
      await tilesShown(page, 2)
      t.equal(place(page), '/?q=a+building&tag=holiday')
    }),
  )

  await t.test('years and days choose by when it was taken; both ends are days of the range', (t) =>
    onPage(t, async (page) => {
      const years = page.getByRole('group', { name: 'Taken' })
      await years.getByRole('button', { name: '2023 2 pictures' }).click()
      await tilesShown(page, 2)
      t.strictSame(await chipNames(page), ['Taken in 2023'])
      t.equal(await page.getByLabel('From').inputValue(), '2023-01-01')
      await years.getByRole('button', { name: '2024 1 picture' }).click()
      await tilesShown(page, 1)
      await page.getByLabel('From').fill('2023-08-02')
      await page.getByLabel('To', { exact: true }).fill('2023-08-20')
      await page.getByLabel('To', { exact: true }).blur()
      await tilesShown(page, 2)
      t.equal(place(page), '/?from=2023-08-02&to=2023-08-20')
      await page.getByLabel('To', { exact: true }).fill('2023-08-01')
      await page.getByText('The last day lies before the first.').waitFor()
      t.equal(await page.locator('.tile').count(), 2)
    }),
  )

  await t.test('a place is a point and how far around', (t) =>
    onPage(t, async (page) => {
      await page.getByLabel('Around').fill('near Berlin')
      await page.getByLabel('Around').press('Tab')
      await page.getByText('Write degrees north and east').waitFor()
      await page.getByLabel('Around').fill('52.52, 13.405')
      await page.getByLabel('Around').press('Tab')
      await tilesShown(page, 1)
      t.strictSame(await tileNames(page), ['brandenburg-gate.jpg'])
      t.equal(place(page), '/?near=52.52,13.405,5')
      await page.getByLabel('Around').fill('50 8')
      await page.locator('#radius').selectOption('500 km')
      await tilesShown(page, 2)
      t.same((await tileNames(page)).sort(), ['brandenburg-gate.jpg', 'eiffel-tower.jpg'])
    }),
  )

  await t.test('camera, shape, format and width choose, and the other values keep their counts', (t) =>
    onPage(t, async (page) => {
      await page.getByRole('checkbox', { name: 'iPhone 15' }).check()
      await tilesShown(page, 1)
      t.strictSame(await tileNames(page), ['teal.jpg'])
      await page.getByRole('checkbox', { name: 'Tall' }).check()
      await page.waitForURL(/camera=.*&shape=portrait/)
      await page.getByRole('button', { name: 'Remove all filters' }).click()
      await tilesShown(page, toldCount)
      await page.getByRole('checkbox', { name: 'PNG' }).check()
      await tilesShown(page, 1)
      t.match(await facet(page, 'formats'), [/JPEG\s*8/, /PNG\s*1/, /WEBP\s*1/])
      await page.getByRole('checkbox', { name: 'WEBP' }).check()
      await tilesShown(page, 2)
      await page.getByLabel('Width').selectOption('3000 pixels or more')
      await page.getByText('No picture fulfils all of the filters.').waitFor()
      t.strictSame(await chipNames(page), ['PNG', 'WEBP', 'At least 3000 pixels wide'])
      await page.getByRole('button', { name: 'Remove the filters' }).click()
      await tilesShown(page, toldCount)
    }),
  )

  await t.test('typing does not count again, a change of the filter does', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, toldCount)
      const counts: string[] = []
      page.on('request', (request) => {
        if (request.url().includes('/images/facets')) counts.push(request.url())
      })
      await searchWords(page, 'a cat')
      await searchWords(page, 'a dog')
      t.strictSame(counts, [])
      await page.getByRole('checkbox', { name: 'holiday' }).check()
      await tilesShown(page, 2)
      t.equal(counts.length, 1)
    }),
  )

  await t.test('a link shows the filters that it has', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 1)
        t.strictSame(await tileNames(page), ['colosseum.jpg'])
        t.strictSame(await chipNames(page), [
          'In trips/',
          'Taken since 2023-08-10',
          'Within 3 km of 41.89, 12.49',
          'JPEG',
        ])
        t.equal(await page.locator('#radius').inputValue(), '3')
      },
      { address: '/?folder=trips/&from=2023-08-10&near=41.89,12.49,3&format=jpeg' },
    ),
  )

  await t.test('on a phone they come as a sheet, and the button tells how many are in use', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, toldCount)
        await page.getByRole('button', { name: 'Filters', exact: true }).click()
        await page.getByRole('dialog').getByRole('checkbox', { name: 'holiday' }).check()
        await page.getByRole('dialog').getByRole('button', { name: 'Show pictures' }).click()
        await tilesShown(page, 2)
        const opener = page.getByRole('button', { name: 'Filters, 1 in use' })
        t.ok(await opener.evaluate((element) => element === document.activeElement))
        await opener.click()
        t.ok(await page.getByRole('dialog').getByRole('checkbox', { name: 'holiday' }).isChecked())
      },
      { viewport: { width: 390, height: 844 } },
    ),
  )

  await t.test('the timeline lists by month, the newest first, and what has no time at the end', (t) =>
    onPage(t, async (page) => {
      await page.getByLabel('Order').selectOption('Timeline')
      await page.getByRole('heading', { name: 'May 2024' }).waitFor()
      t.strictSame(await page.locator('#results h3').allInnerTexts(), ['May 2024', 'August 2023', 'Date not known'])
      t.strictSame((await tileNames(page)).slice(0, 3), ['brandenburg-gate.jpg', 'colosseum.jpg', 'eiffel-tower.jpg'])
      t.equal(place(page), '/?sort=-taken_at')
      await searchWords(page, 'a cat')
      t.equal(await page.locator('#results h3').count(), 0, 'hits are ordered by their score')
      await page.goBack()
      await heading(page, 'Pictures')
      await page.getByRole('heading', { name: 'May 2024' }).waitFor()
    }),
  )
})
