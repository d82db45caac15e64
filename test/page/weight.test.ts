// What a first visit costs: bytes over the network without pictures, and requests for the words that are typed.
import type { Page, Request } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { addAllSamplePhotos } from '../support/sample-photos.ts'
import { heading, stopClock, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

const bytesMax = 150_000

test('the weight of the page', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addAllSamplePhotos(url)
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, prepare: (page: Page) => Promise<unknown>) =>
    visit(t, { browser, url, prepare }, act)

  await t.test(`a first visit takes at most ${bytesMax / 1000} kB without pictures, headers included`, async (t) => {
    const requests: Request[] = []
    await onPage(
      t,
      async (page) => {
        await tilesShown(page, 36)
        await page.locator('#tries button').first().waitFor()
        await page.waitForLoadState('networkidle')
        const files = requests.filter((request) => !request.url().includes('/thumbnail'))
        const sizes = await Promise.all(files.map((request) => request.sizes()))
        const bytes = sizes.reduce((sum, size) => sum + size.responseBodySize + size.responseHeadersSize, 0)
        t.comment(`${bytes} bytes in ${files.length} answers`)
        t.ok(bytes > 10_000 && bytes <= bytesMax, `${bytes} bytes`)
        t.ok(
          files.every((request) => new URL(request.url()).origin === url),
          'all from the service itself',
        )
      },
      async (page) => {
        page.on('requestfinished', (request) => requests.push(request))
      },
    )
  })

  await t.test('the modules of the page are fetched at once, not one after the other', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 36)
        const { preloaded, loaded } = await page.evaluate(() => ({
          preloaded: [...document.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]')].map(({ href }) => href),
          loaded: performance
            .getEntriesByType('resource')
            .map(({ name }) => name)
            .filter((name) => name.endsWith('.js')),
        }))
        t.same([...preloaded, `${url}/page/main.js`].sort(), [...new Set(loaded)].sort())
      },
      async () => {},
    ),
  )

  await t.test('words that are typed in one go cost one search', (t) =>
    onPage(
      t,
      async (page) => {
        const asked: string[] = []
        page.on('request', (request) => asked.push(new URL(request.url()).pathname))
        await tilesShown(page, 36)
        await page.waitForLoadState('networkidle')
        await stopClock(page)
        asked.length = 0
        await page.getByLabel('Search with words').pressSequentially('a cat', { delay: 20 })
        await page.clock.runFor(120)
        await heading(page, '“a cat”')
        t.strictSame(
          asked.filter((path) => !/\/thumbnail$|\.svg$/.test(path)),
          ['/search'],
        )
      },
      (page) => page.clock.install(),
    ),
  )
})
