// The viewer: one picture large, in the address, with all that is known of it, its stack, and the request as a line that really runs.
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import type { ImagePage } from '../../src/http/schemas/image.ts'
import type { SearchResult } from '../../src/http/schemas/search-result.ts'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { samplePath } from '../support/sample-photos.ts'
import { chipNames, heading, pictureShown, searchWords, steer, tileNames, tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'
import { addToldPhotos, toldCount } from '../support/told-photos.ts'

const runFile = promisify(execFile)

test('the viewer', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addToldPhotos(url)
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit & { address?: string } = {}) =>
    visit(t, { browser, ...options, url: url + (options.address ?? '/') }, act)
  const viewer = (page: Page) => page.locator('#viewer')
  const facts = (page: Page) => page.locator('#viewer-facts').innerText()
  const open = async (page: Page, name: string) => {
    await page.getByRole('button', { name: `Open ${name}` }).click()
    await page.getByRole('heading', { name, exact: true }).waitFor()
  }

  await t.test('it opens and closes by keyboard, leads to the original, and the focus comes back', (t) =>
    onPage(t, async (page) => {
      const tile = page.getByRole('button', { name: 'Open coffee-cup.jpg' })
      await tile.focus()
      await page.keyboard.press('Enter')
      await pictureShown(page, '#viewer-picture')
      t.match(await facts(page), /600 × 400 · JPEG · \d+ kB/)
      t.match(await facts(page), 'food/coffee-cup.jpg')
      const [original] = await Promise.all([
        page.waitForEvent('popup'),
        page.getByRole('link', { name: 'Open the original' }).click(),
      ])
      await pictureShown(original, 'img')
      t.match(original.url(), /\/images\/coffee-cup-[0-9a-f]{12}\/content$/)
      await page.keyboard.press('Escape')
      await viewer(page).waitFor({ state: 'hidden' })
      t.ok(await tile.evaluate((element) => element === document.activeElement))
      await page.waitForURL(`${url}/`)
    }),
  )

  await t.test('the address has the picture: a link opens it, back closes it, forward opens it again', (t) =>
    onPage(t, async (page) => {
      await open(page, 'colosseum.jpg')
      t.match(page.url(), /\/\?open=colosseum-\w+$/)
      const link = page.url()
      await page.goBack()
      await viewer(page).waitFor({ state: 'hidden' })
      await page.goForward()
      await page.getByRole('heading', { name: 'colosseum.jpg', exact: true }).waitFor()
      const other = await page.context().newPage()
      await other.goto(link)
      await other.getByRole('heading', { name: 'colosseum.jpg', exact: true }).waitFor()
      await other.getByRole('button', { name: 'Close' }).click()
      await other.waitForURL(`${url}/`)
    }),
  )

  await t.test('closing what a link opened stays on the page, whatever was opened and left since', (t) =>
    onPage(t, async (page) => {
      await open(page, 'colosseum.jpg')
      const other = await page.context().newPage()
      await other.goto(page.url())
      await other.getByRole('heading', { name: 'colosseum.jpg', exact: true }).waitFor()
      await other.getByRole('button', { name: 'Only like this' }).click()
      await heading(other, 'Like colosseum.jpg')
      await open(other, 'coffee-cup.jpg')
      await other.goBack()
      await viewer(other).waitFor({ state: 'hidden' })
      await other.goBack()
      await other.getByRole('heading', { name: 'colosseum.jpg', exact: true }).waitFor()
      await other.keyboard.press('Escape')
      await other.waitForURL(`${url}/`)
    }),
  )

  await t.test('it turns to the neighbours, with the arrow keys too, and ends where the page does', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, toldCount)
      const names = await tileNames(page)
      await open(page, names[0]!)
      t.ok(await page.getByRole('button', { name: 'Previous picture' }).isHidden())
      await page.getByRole('button', { name: 'Next picture' }).click()
      await page.getByRole('heading', { name: names[1]!, exact: true }).waitFor()
      await page.getByText(`2 of ${toldCount} on the page`).waitFor()
      await page.keyboard.press('ArrowRight')
      await page.getByRole('heading', { name: names[2]!, exact: true }).waitFor()
      await page.keyboard.press('ArrowLeft')
      await page.getByRole('heading', { name: names[1]!, exact: true }).waitFor()
      await page.goBack()
      await viewer(page).waitFor({ state: 'hidden' })
    }),
  )

  await t.test('what is known of a picture is told, and leads to others that have it', (t) =>
    onPage(t, async (page) => {
      await open(page, 'eiffel-tower.jpg')
      const text = await facts(page)
      for (const known of ['August 2, 2023', '48.8584, 2.2945', 'holiday', 'draft', 'trips/paris/'])
        t.match(text, known)
      await page.getByRole('button', { name: 'Within 5 km' }).click()
      await tilesShown(page, 1)
      t.strictSame(await chipNames(page), ['Within 5 km of 48.8584, 2.2945'])
      await open(page, 'eiffel-tower.jpg')
      await viewer(page).getByRole('button', { name: 'holiday' }).click()
      await tilesShown(page, 2)
      await open(page, 'brandenburg-gate.jpg')
      await page.getByRole('button', { name: 'This day' }).click()
      await tilesShown(page, 1)
      t.strictSame(await chipNames(page), ['Taken on 2024-05-17'])
    }),
  )

  await t.test('it steers: more, less, or only like this', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'a building')
      await open(page, 'eiffel-tower.jpg')
      await page.getByRole('button', { name: 'Less like this' }).click()
      await heading(page, '“a building”, less like eiffel-tower.jpg')
      t.ok(await viewer(page).isHidden())
      await open(page, 'colosseum.jpg')
      await page.getByRole('button', { name: 'More like this', exact: true }).click()
      await heading(page, '“a building”, less like eiffel-tower.jpg, like colosseum.jpg')
      await open(page, 'brandenburg-gate.jpg')
      await page.getByRole('button', { name: 'Only like this' }).click()
      await heading(page, 'Like brandenburg-gate.jpg')
    }),
  )

  await t.test('near duplicates are one tile, whose viewer shows them all; they are apart where that is chosen', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'a kingfisher')
      await tilesShown(page, toldCount - 1)
      t.equal(await page.locator('.stack:visible').count(), 1)
      await page.getByRole('button', { name: /^Open kingfisher.*, a stack of 2$/ }).click()
      const strip = page.getByRole('list').filter({ has: page.locator('[aria-current]') })
      await page.getByRole('heading', { name: 'Near duplicates' }).waitFor()
      const first = await page.locator('#viewer-name').textContent()
      const [one, other] = ['kingfisher.jpg', 'kingfisher-copy.jpg']
      const second = first === one ? other : one
      await page.getByRole('button', { name: new RegExp(`^${second}, `) }).click()
      await page.getByRole('heading', { name: second, exact: true }).waitFor()
      t.ok(await strip.isVisible())
      t.match(page.url(), /&open=kingfisher/)
      await page.keyboard.press('Escape')
      await page.getByLabel('Stacks').uncheck()
      await tilesShown(page, toldCount)
      t.match(page.url(), /&stack=0$/)
    }),
  )

  await t.test('the curl line of the viewer answers with the pictures of the page', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, `it's "a building" & more; $HOME`)
      await steer(page, 'Less', 'coffee-cup.jpg')
      await heading(page, `“it's "a building" & more; $HOME”, less like coffee-cup.jpg`)
      const shown = await tileNames(page)
      await open(page, shown[0]!)
      await page.getByText('As curl').click()
      const [search, record] = await page.locator('#viewer-commands code').allInnerTexts()
      const { hits } = await runLine<SearchResult>(search!)
      t.strictSame(
        hits.map(({ image_name: name }) => name),
        shown,
      )
      t.match(await runLine(record!), { image_name: shown[0] })
    }),
  )

  await t.test('so does that of the page, for a list with filters and for a picture of one’s own', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, 3)
        const line = () => page.locator('#request-commands code').innerText()
        await page.getByRole('button', { name: 'curl' }).click()
        const { images } = await runLine<ImagePage>(await line())
        t.strictSame(
          images.map(({ image_name: name }) => name),
          await tileNames(page),
        )
        await page.keyboard.press('Escape')

        const folder = await mkdtemp(join(tmpdir(), 'likeness-curl-'))
        t.teardown(() => rm(folder, { recursive: true }))
        const name = 'my "tower"; 1.jpg'
        await copyFile(samplePath('city/eiffel-tower.jpg'), join(folder, name))
        await page.getByLabel('Search with a picture').setInputFiles(join(folder, name))
        await heading(page, `Like ${name}`)
        await page.getByRole('button', { name: 'curl' }).click()
        await page.getByText('Run it where the picture lies.').waitFor()
        const { hits } = await runLine<SearchResult>(await line(), folder)
        t.strictSame(
          hits.map(({ image_name: name }) => name),
          await tileNames(page),
        )
      },
      { address: '/?folder=trips/&sort=-taken_at' },
    ),
  )

  await t.test('a dialog closes with a click beside it, not with one between what it holds', (t) =>
    onPage(t, async (page) => {
      await tilesShown(page, toldCount)
      const dialog = page.locator('#request-dialog')
      await page.getByRole('button', { name: 'curl' }).click()
      await dialog.click({ position: { x: 8, y: 8 } })
      t.ok(await dialog.isVisible())
      await page.mouse.click(8, 8)
      t.notOk(await dialog.isVisible())
    }),
  )

  await t.test('the line is copied with a press', (t) =>
    onPage(
      t,
      async (page) => {
        await tilesShown(page, toldCount)
        await page.getByRole('button', { name: 'curl' }).click()
        await page.getByRole('button', { name: 'Copy: The request behind the pictures' }).click()
        await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
        t.match(await page.evaluate(() => navigator.clipboard.readText()), /^curl -G http/)
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ),
  )

  await t.test('a link to a picture that is gone says so', (t) =>
    onPage(
      t,
      async (page) => {
        await page.getByRole('alert').filter({ hasText: 'No image has this id' }).waitFor()
        await page.keyboard.press('Escape')
        await tilesShown(page, toldCount)
      },
      { address: '/?open=nowhere', expected: /status of 404/ },
    ),
  )
})

/** What the line prints, in a POSIX shell. */
async function runLine<T>(line: string, cwd = tmpdir()): Promise<T> {
  const { stdout } = await runFile('sh', ['-c', line.replace('curl', 'curl --silent --show-error --fail-with-body')], {
    cwd,
  })
  return JSON.parse(stdout) as T
}
