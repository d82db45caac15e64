// What a first visitor sees come: nothing that moves once it is there, and pictures no larger than the screen shows.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { addAllSamplePhotos } from '../support/sample-photos.ts'
import { allPicturesShown, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

const screens = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true },
  tablet: { viewport: { width: 820, height: 1180 }, deviceScaleFactor: 2, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 },
}
/** Above 0.1 visitors are said to be disturbed; of this nobody takes notice. */
const shiftMax = 0.02

/** Runs in the page, before anything of it: adds up the layout shifts, in `data-shift` of the root. */
function addUpShifts(): void {
  let sum = 0
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value
    document.documentElement.dataset.shift = String(sum)
  })
  observer.observe({ type: 'layout-shift', buffered: true })
}

const addShifts = (page: Page) => page.addInitScript(addUpShifts)
const shiftOf = (page: Page) => page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0))

test('a first visit', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addAllSamplePhotos(url)
  const browser = await startBrowser(t)
  for (const [screen, options] of Object.entries(screens)) {
    const open = (
      t: Test,
      act: (page: Page) => Promise<unknown>,
      prepare: (page: Page) => Promise<unknown> = addShifts,
    ) => visit(t, { browser, url, prepare, ...options }, act)
    await t.test(`on a ${screen}`, (t) =>
      open(t, async (page) => {
        await allShown(page)
        const shift = await shiftOf(page)
        t.ok(shift <= shiftMax, `nothing moves: ${shift}`)
        const sizes = await page
          .locator('.tile img')
          .evaluateAll((all) => all.map((one) => new URL((one as HTMLImageElement).src).searchParams.get('size')))
        const expected = screen === 'desktop' ? 'small' : 'medium'
        t.ok(
          sizes.every((size) => size === expected),
          `pictures are ${expected}`,
        )
        await page.evaluate(() => document.querySelector('#heading')?.before(document.createElement('hr'), 'moved'))
        await page.waitForFunction((shift) => Number(document.documentElement.dataset.shift ?? 0) > shift, shift)
        t.ok((await shiftOf(page)) > shift, 'what moves would be noticed')
      }),
    )
    await t.test(`on a ${screen}, of a service that takes its time`, (t) =>
      open(
        t,
        async (page) => {
          await allShown(page)
          const shift = await shiftOf(page)
          t.ok(shift <= shiftMax, `nothing moves: ${shift}`)
        },
        async (page) => {
          await addShifts(page)
          await page.route('**/images?*', async (route) => {
            await sleep(800)
            await route.continue()
          })
        },
      ),
    )
  }
})

async function allShown(page: Page): Promise<void> {
  await tilesShown(page, 36)
  await page.locator('#tries img').first().waitFor()
  await allPicturesShown(page)
}
