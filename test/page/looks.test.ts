// Every state of the page on a phone, a tablet and a desktop, light and dark: pictures of them for people to look at, in .tap/screenshots, and
// axe with nothing to say.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { findViolations } from '../support/axe.ts'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { addImages } from '../support/client.ts'
import { readSamplePhoto, samplePath } from '../support/sample-photos.ts'
import { heading, searchWords, steer, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'
import { addToldPhotos, toldCount } from '../support/told-photos.ts'

const folder = fileURLToPath(new URL('../../.tap/screenshots/', import.meta.url))
const screens = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
  tablet: { viewport: { width: 820, height: 1180 }, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 }, hasTouch: false },
}

type State = { name: string; show: (page: Page) => Promise<unknown>; leave?: (page: Page) => Promise<unknown> }

const pressEscape = (page: Page) => page.keyboard.press('Escape')

/** One after the other on one page, each from where the one before left it. */
const states: State[] = [
  { name: 'library', show: (page) => tilesShown(page, toldCount + 1) },
  {
    name: 'words',
    show: async (page) => {
      await searchWords(page, 'a kingfisher')
      await page.locator('.stack:visible').first().waitFor()
    },
  },
  {
    name: 'viewer',
    show: async (page) => {
      await page.getByRole('button', { name: /^Open kingfisher.*a stack/ }).click()
      await page.getByRole('heading', { name: 'Near duplicates' }).waitFor()
      await page.getByText('As curl').click()
    },
    leave: pressEscape,
  },
  {
    name: 'parts',
    show: async (page) => {
      await steer(page, 'More', 'colosseum.jpg')
      await heading(page, '“a kingfisher”, like colosseum.jpg')
      await steer(page, 'Less', 'chelsea-cat.jpg')
      await heading(page, '“a kingfisher”, like colosseum.jpg, less like chelsea-cat.jpg')
    },
  },
  { name: 'request', show: (page) => page.getByRole('button', { name: 'curl' }).click(), leave: pressEscape },
  {
    name: 'filters',
    show: async (page) => {
      const opener = page.locator('#open-filters')
      if (await opener.isVisible()) await opener.click()
      await page.getByRole('checkbox', { name: 'holiday' }).check()
      await page.locator('.years [aria-pressed]').first().click()
      await page.getByLabel('rating: from').waitFor()
      await tilesShown(page, 1)
    },
    leave: async (page) => {
      const close = page.getByRole('button', { name: 'Show pictures' })
      if (await close.isVisible()) await close.click()
    },
  },
  {
    name: 'names',
    show: async (page) => {
      await page.getByRole('button', { name: 'Clear all' }).click()
      await searchWords(page, 'holiday')
      await page.getByLabel('Names').check()
      await tilesShown(page, 2)
    },
  },
  {
    name: 'nothing-found',
    show: async (page) => {
      await searchWords(page, 'xyzzy')
      await page.getByText('Try other words').waitFor()
    },
  },
  {
    name: 'upload',
    show: async (page) => {
      await page.locator('#open-upload').click()
      await page.getByText('Choose pictures').waitFor()
      const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') }
      await page.getByLabel('Choose pictures').setInputFiles(notes)
      await page.getByText('0 added, 1 failed.').waitFor()
      await page.getByLabel('Choose pictures').setInputFiles(samplePath('animals/chelsea-cat.jpg'))
      await page.getByText('1 there already').waitFor()
    },
    leave: pressEscape,
  },
  {
    name: 'failure',
    show: async (page) => {
      await page.route('**/search', (route) => route.abort())
      await searchWords(page, 'a cat')
      await page.getByRole('alert').filter({ hasText: 'does not answer' }).waitFor()
    },
  },
  {
    name: 'offline',
    show: async (page) => {
      await page.context().setOffline(true)
      await page.getByText('You are offline.').waitFor()
    },
    leave: async (page) => {
      await page.unroute('**/search')
      await page.context().setOffline(false)
      await page.locator('.tile').first().waitFor()
    },
  },
  {
    name: 'timeline',
    show: async (page) => {
      await page.goto(`${new URL(page.url()).origin}/?sort=-taken_at`)
      await page.getByRole('heading', { name: 'May 2024' }).waitFor()
    },
  },
  {
    name: 'loading',
    show: async (page) => {
      await page.route('**/images?*', () => {})
      await page.reload()
      await page.locator('.ghost').first().waitFor()
    },
    leave: (page) => page.unroute('**/images?*'),
  },
]

test('every state of the page', { skip: skipWithoutBrowser }, async (t) => {
  mkdirSync(folder, { recursive: true })
  const attributes = { album: 'keyword', rating: 'number', is_public: 'boolean', shot: 'date' } as const
  const [filled, empty, closed] = await Promise.all([
    startService(t, { attributes }),
    startService(t),
    startService(t, { env: { API_KEYS: 'a-key-for-the-tests-only' } }),
  ])
  await addToldPhotos(filled.url)
  await addImages(filled.url, [{ name: 'chelsea-cat.jpg', bytes: await readSamplePhoto('animals/chelsea-cat.jpg') }])
  const browser = await startBrowser(t)
  const expected = /net::ERR_(FAILED|INTERNET_DISCONNECTED)|status of (401|415)/

  await t.test('axe would say something', (t) =>
    visit(t, { browser, url: filled.url }, async (page) => {
      // The answer draws the heading anew.
      await page.locator('.tile').first().waitFor()
      await page.evaluate(() => document.querySelector('#heading')?.append(document.createElement('img')))
      const violations = await findViolations(page)
      t.equal(violations.length, 1)
      t.match(violations, [/^image-alt: /])
    }),
  )

  for (const [screen, options] of Object.entries(screens)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await t.test(`on a ${screen}, ${colorScheme}`, async (t) => {
        const open = (url: string, act: (page: Page) => Promise<unknown>) =>
          visit(t, { browser, url, expected, ...options, colorScheme, reducedMotion: 'reduce' }, act)
        const look = (page: Page, name: string) => lookAt(t, page, `${name}-${screen}-${colorScheme}`)
        await open(filled.url, async (page) => {
          for (const { name, show, leave } of states) {
            await show(page)
            await look(page, name)
            await leave?.(page)
          }
        })
        await open(empty.url, async (page) => {
          await page.getByText('No pictures yet').waitFor()
          await look(page, 'empty')
        })
        await open(closed.url, async (page) => {
          await page.getByLabel('API key', { exact: true }).waitFor()
          await look(page, 'key')
        })
      })
    }
  }
})

async function lookAt(t: Test, page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}${name}.png` })
  t.strictSame(await findViolations(page), [], `axe has nothing to say of ${name}`)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  t.ok(overflow <= 0, `nothing is wider than the screen in ${name}`)
}
