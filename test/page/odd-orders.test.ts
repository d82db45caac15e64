// What a visitor does before an answer is there, after a reload, or past what a page expects.
import { copyFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { addSamplePhotos, readSamplePhoto, samplePath } from '../support/sample-photos.ts'
import { allPicturesShown, heading, pictureShown, searchWords, tileNames, typeWords } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

test('the page in odd orders', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addSamplePhotos(url, ['animals/chelsea-cat.jpg', 'animals/giant-panda.jpg', 'food/coffee-cup.jpg'])
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit & { address?: string } = {}) =>
    visit(t, { browser, ...options, url: url + (options.address ?? '/') }, act)
  const pick = (page: Page, path: string) => page.getByLabel('Search with a picture').setInputFiles(samplePath(path))

  await t.test('the way back before an answer came leads to what the address says', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'a cat')
      const held = Promise.withResolvers<void>()
      const isAsked = Promise.withResolvers<void>()
      await page.route('**/search', async (route) => {
        if (!route.request().postData()?.includes('coffee')) return route.continue()
        isAsked.resolve()
        await held.promise
        await route.continue().catch(() => {})
      })
      await typeWords(page, 'coffee')
      await isAsked.promise
      const abandoned = page.waitForEvent('requestfailed')
      await page.goBack()
      await abandoned
      held.resolve()
      await heading(page, '“a cat”')
      t.equal(await page.getByLabel('Search with words').inputValue(), 'a cat')
      t.equal((await tileNames(page))[0], 'chelsea-cat.jpg')
    }),
  )

  await t.test('the curl line of what failed is that of what failed', (t) =>
    onPage(
      t,
      async (page) => {
        await page.getByRole('alert').filter({ hasText: '/filter/attributes/nowhere' }).waitFor()
        await page.getByRole('button', { name: 'curl' }).click()
        t.match(await page.locator('#request-commands code').innerText(), 'filter={"attributes":{"nowhere"')
      },
      { address: '/?attr.nowhere=1', expected: /status of 400/ },
    ),
  )

  await t.test('after a reload an entry of the history shows no picture that was picked later', (t) =>
    onPage(t, async (page) => {
      await pick(page, 'food/coffee-cup.jpg')
      await heading(page, 'Like coffee-cup.jpg')
      await page.reload()
      await heading(page, 'Pictures')
      await pick(page, 'animals/chelsea-cat.jpg')
      await heading(page, 'Like chelsea-cat.jpg')
      await page.goBack()
      await heading(page, 'Pictures')
      await page.goForward()
      await heading(page, 'Like chelsea-cat.jpg')
    }),
  )

  await t.test('who skips to the pictures keeps an own picture, and the way back', (t) =>
    onPage(t, async (page) => {
      await heading(page, 'Pictures')
      await pick(page, 'food/coffee-cup.jpg')
      await heading(page, 'Like coffee-cup.jpg')
      for (const [name, id] of [
        ['Skip to the pictures', 'heading'],
        ['Skip to the end', 'footer'],
      ] as const) {
        await page.getByRole('link', { name }).focus()
        await page.keyboard.press('Enter')
        t.equal(await page.evaluate(() => document.activeElement?.id), id)
      }
      await heading(page, 'Like coffee-cup.jpg')
      await page.goBack()
      await heading(page, 'Pictures')
    }),
  )

  await t.test('pictures beyond what a search takes are left out, and that is said', (t) =>
    onPage(t, async (page) => {
      const buffer = await readSamplePhoto('food/coffee-cup.jpg')
      const files = Array.from({ length: 17 }, (_, i) => ({ name: `own-${i}.jpg`, mimeType: 'image/jpeg', buffer }))
      await page.getByLabel('Search with a picture').setInputFiles(files)
      await page.getByText('A search takes 15 pictures at once; the first 2 were left out').waitFor()
      t.equal(await page.locator('.chip').count(), 15)
    }),
  )

  await t.test('a picture that is slow to come does not leave another under its name', (t) =>
    onPage(t, async (page) => {
      const picture = page.locator('#viewer-picture')
      await page.getByRole('button', { name: 'Open chelsea-cat.jpg' }).click()
      await pictureShown(page, '#viewer-picture')
      const released = Promise.withResolvers<void>()
      await page.route('**/coffee-cup-*/thumbnail?size=large*', async (route) => {
        await released.promise
        await route.continue()
      })
      await page.keyboard.press('ArrowRight')
      await page.getByRole('heading', { name: 'coffee-cup.jpg', exact: true }).waitFor()
      await picture.waitFor({ state: 'hidden' })
      released.resolve()
      await picture.waitFor({ state: 'visible' })
    }),
  )

  await t.test('a tile that could not get its picture asks again with the next answer', (t) =>
    onPage(
      t,
      async (page) => {
        await page.waitForFunction(() => document.querySelectorAll('.tile [data-missing]').length === 3)
        await page.unroute('**/thumbnail*')
        await typeWords(page, 'a cat')
        await allPicturesShown(page)
      },
      {
        prepare: (page) => page.route('**/thumbnail*', (route) => route.fulfill({ status: 503 })),
        expected: /status of 503/,
      },
    ),
  )

  await t.test(
    'a picture of one’s own that was changed meanwhile is told apart from a service that is away',
    async (t) => {
      const folder = await mkdtemp(join(tmpdir(), 'likeness-own-'))
      t.teardown(() => rm(folder, { recursive: true }))
      const own = join(folder, 'own.jpg')
      await copyFile(samplePath('food/coffee-cup.jpg'), own)
      // The browser compares a file's date by whole seconds: what is written below must not fall into the same one.
      await utimes(own, new Date('2020-01-01'), new Date('2020-01-01'))
      await onPage(
        t,
        async (page) => {
          await page.getByLabel('Search with a picture').setInputFiles(own)
          await heading(page, 'Like own.jpg')
          await writeFile(own, 'changed')
          await typeWords(page, 'a cat')
          await page.getByRole('alert').filter({ hasText: 'own.jpg cannot be read' }).waitFor()
          await page.getByRole('button', { name: 'Remove own.jpg' }).click()
          await heading(page, '“a cat”')
        },
        { expected: /ERR_UPLOAD_FILE_CHANGED/ },
      )
    },
  )

  await t.test('an answer that is none of the service’s ends an upload and a search, and says so', (t) =>
    onPage(t, async (page) => {
      await heading(page, 'Pictures')
      const signIn = { contentType: 'text/html', body: '<h1>Sign in</h1>' }
      await page.route('**/search', (route) => route.fulfill(signIn))
      await page.route('**/images', (route) => route.fulfill(signIn))
      await typeWords(page, 'a cat')
      await page.getByRole('alert').filter({ hasText: 'It did not come from the service itself' }).waitFor()
      await page.getByRole('button', { name: 'Add pictures' }).click()
      await page.getByText('Choose pictures').waitFor()
      const files = ['food/coffee-cup.jpg', 'animals/chelsea-cat.jpg', 'animals/giant-panda.jpg']
      await page.getByLabel('Choose pictures').setInputFiles(files.map(samplePath))
      await page.getByText('0 added, 3 failed.').waitFor()
      t.match(await page.locator('#upload-list').innerText(), 'It did not come from the service itself')
    }),
  )

  await t.test('a link to a picture that is gone offers nothing that would need one, and no other picture', (t) =>
    onPage(
      t,
      async (page) => {
        const viewer = page.locator('#viewer')
        await viewer.getByRole('alert').filter({ hasText: 'No image has this id' }).waitFor()
        t.equal(await viewer.getByRole('link').count(), 0)
        t.equal(await viewer.getByRole('button', { name: 'More like this' }).count(), 0)
        await viewer.getByRole('button', { name: 'Close' }).click()
        await page.getByRole('button', { name: 'Open coffee-cup.jpg' }).click()
        await viewer.getByRole('link', { name: 'Open the original' }).waitFor()
        await page.evaluate(() => {
          history.pushState({}, '', '/?open=nowhere')
          history.pushState({}, '', '/')
          history.back()
        })
        await viewer.getByRole('alert').filter({ hasText: 'No image has this id' }).waitFor()
        t.notMatch(await viewer.innerText(), 'coffee')
        t.equal(await page.locator('#viewer-picture').getAttribute('src'), null)
      },
      { address: '/?open=nowhere', expected: /status of 404/ },
    ),
  )

  await t.test('the arrow keys turn from the first picture, and back from the last, that a button led to', (t) =>
    onPage(t, async (page) => {
      const place = (n: number) => page.getByText(`${n} of 3 on the page`).waitFor()
      await page
        .getByRole('button', { name: /^Open / })
        .first()
        .click()
      await place(1)
      await page.keyboard.press('ArrowRight')
      await place(2)
      await page.getByRole('button', { name: 'Next picture' }).press('Enter')
      await place(3)
      await page.keyboard.press('ArrowLeft')
      await place(2)
      await page.getByRole('button', { name: 'Previous picture' }).click()
      await place(1)
      await page.keyboard.press('ArrowRight')
      await place(2)
    }),
  )
})
