// The address is the state of the page: links lead to what was seen, and the back button goes back to it.
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { addSamplePhotos, samplePath } from '../support/sample-photos.ts'
import { heading, searchWords, steer, tileNames } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

test('the address of the page', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  await addSamplePhotos(url, ['animals/chelsea-cat.jpg', 'animals/giant-panda.jpg', 'food/coffee-cup.jpg'])
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, address = '/') =>
    visit(t, { browser, url: url + address }, act)
  const words = (page: Page) => page.getByLabel('Search with words').inputValue()
  const place = (page: Page) => page.url().slice(url.length)

  await t.test('back and forward go through words, similar pictures and an own picture', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'a cat')
      t.equal(place(page), '/?q=a+cat')
      await steer(page, 'More', 'giant-panda.jpg')
      await heading(page, '“a cat”, like giant-panda.jpg')
      t.match(place(page), /^\/\?q=a\+cat&like=giant-panda-[0-9a-f]{12}$/)
      t.equal(await words(page), 'a cat')
      await page.getByLabel('Search with a picture').setInputFiles(samplePath('food/coffee-cup.jpg'))
      await heading(page, '“a cat”, like coffee-cup.jpg, like giant-panda.jpg')
      t.match(place(page), /^\/\?q=a\+cat&like=giant-panda-[0-9a-f]{12}$/, 'an own picture fits into no address')

      await page.goBack()
      await heading(page, '“a cat”, like giant-panda.jpg')
      await page.goBack()
      await heading(page, '“a cat”')
      t.equal(await words(page), 'a cat')
      t.equal((await tileNames(page))[0], 'chelsea-cat.jpg')
      await page.goBack()
      await heading(page, 'Pictures')
      t.equal(await words(page), '')
      const forward = ['“a cat”', '“a cat”, like giant-panda.jpg', '“a cat”, like coffee-cup.jpg, like giant-panda.jpg']
      for (const next of forward) {
        await page.goForward()
        await heading(page, next)
      }
    }),
  )

  await t.test('typing on adds one entry, and Enter ends it', (t) =>
    onPage(t, async (page) => {
      const box = page.getByLabel('Search with words')
      for (const typed of ['a c', 'a cat', 'a cat on']) {
        await box.fill(typed)
        await heading(page, `“${typed}”`)
      }
      await searchWords(page, 'a cat on')
      await box.fill('coffee')
      await heading(page, '“coffee”')
      await page.goBack()
      await heading(page, '“a cat on”')
      await page.goBack()
      await heading(page, 'Pictures')
    }),
  )

  await t.test('emptying the box leads back to the first pictures', (t) =>
    onPage(t, async (page) => {
      await searchWords(page, 'coffee')
      await page.getByLabel('Search with words').fill('')
      await heading(page, 'Pictures')
      t.equal(place(page), '/')
    }),
  )

  await t.test('a link with words shows what they find', (t) =>
    onPage(
      t,
      async (page) => {
        await heading(page, '“coffee & cake”')
        t.equal(await words(page), 'coffee & cake')
        t.equal((await tileNames(page))[0], 'coffee-cup.jpg')
      },
      '/?q=coffee+%26+cake',
    ),
  )

  await t.test('a link to similar pictures shows them', async (t) => {
    const answer = (await (await fetch(`${url}/search/text?q=panda&k=1`)).json()) as { hits: { image_id: string }[] }
    const address = `/?like=${answer.hits[0]!.image_id}`
    await onPage(
      t,
      async (page) => {
        await heading(page, 'Like giant-panda.jpg')
        t.notOk((await tileNames(page)).includes('giant-panda.jpg'))
      },
      address,
    )
  })
})
