// What a visitor does on the search page, and sees there, for the tests of test/page. browser.ts opens the page.
import type { Page } from 'playwright-core'

/** Types the words, presses Enter and waits for what is found. */
export async function searchWords(page: Page, words: string): Promise<void> {
  await typeWords(page, words)
  await heading(page, `“${words}”`)
}

/** The same, where the heading says more than the words. */
export async function typeWords(page: Page, words: string): Promise<void> {
  await page.getByLabel('Search with words').fill(words)
  await page.keyboard.press('Enter')
}

/** Resolves when so many tiles are there. */
export async function tilesShown(page: Page, count: number): Promise<void> {
  await page.waitForFunction((count) => document.querySelectorAll('.tile').length === count, count)
}

/** Presses the button of a tile, as somebody does who points at it. */
export async function steer(page: Page, which: 'More' | 'Less', name: string): Promise<void> {
  await page.getByRole('button', { name: `Open ${name}` }).hover()
  await page.getByRole('button', { name: `${which} like ${name}`, exact: true }).click()
}

/** Answers the question for an API key. */
export async function giveKey(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key', { exact: true }).fill(key)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** The names of the chips, with their sign. */
export function chipNames(page: Page): Promise<string[]> {
  return page.locator('.chip').evaluateAll((all) =>
    all.map((chip) => {
      const sign = chip.querySelector('.sign')?.textContent ?? ''
      return sign + (chip.querySelector('.chip-name')?.textContent ?? '')
    }),
  )
}

/** Resolves when the page shows what the heading says. */
export function heading(page: Page, text: string): Promise<void> {
  return page.getByRole('heading', { name: text, exact: true }).waitFor()
}

/** The names under the pictures, in the order shown. */
export function tileNames(page: Page): Promise<string[]> {
  return page.locator('.tile .name').allInnerTexts()
}

/** Resolves when the picture is decoded; a broken one never is. */
export async function pictureShown(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((s) => (document.querySelector(s) as HTMLImageElement | null)?.naturalWidth, selector)
}

/** Resolves when every tile shows its picture. */
export async function allPicturesShown(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const pictures = [...document.querySelectorAll<HTMLImageElement>('.tile img')]
    return pictures.length > 0 && pictures.every((picture) => picture.naturalWidth > 0)
  })
}

/** From now on time passes by `page.clock.runFor` alone, however slow the machine types. The clock was installed before the page was loaded. */
export async function stopClock(page: Page): Promise<void> {
  await page.clock.pauseAt(Date.now() + 60_000)
}
