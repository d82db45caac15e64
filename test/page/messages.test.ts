// What the page says when there are no pictures to show, and that no name becomes markup.
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, type Visit, visit } from '../support/browser.ts'
import { addSamplePhotos, readSamplePhoto } from '../support/sample-photos.ts'
import { heading, pictureShown, searchWords, steer, tileNames } from '../support/search-page.ts'
import { startService } from '../support/service.ts'

/** As the service has it where too many searches wait. */
const busy = {
  type: '/problems/OVERLOADED',
  title: 'Too much to do',
  status: 503,
  detail: 'x',
  instance: '',
  code: 'OVERLOADED',
}
const hostile = '<img src=x onerror=document.title=1><script>document.title=2</script>'

test('messages and names on the page', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t)
  const browser = await startBrowser(t)
  const onPage = (t: Test, act: (page: Page) => Promise<unknown>, options: Visit & { address?: string } = {}) =>
    visit(t, { browser, ...options, url: url + (options.address ?? '/') }, act)
  const message = (page: Page) => page.locator('#message').textContent()

  await t.test('an empty library says how to fill it, on a search too', (t) =>
    onPage(t, async (page) => {
      await page.getByText('No pictures yet').waitFor()
      t.match(await message(page), 'npx --no likeness ingest')
      t.match(await message(page), `curl -F image=@photo.jpg ${url}/images`)
      await searchWords(page, 'a cat')
      t.match(await message(page), 'No pictures yet')
    }),
  )

  await t.test(
    'a page of which a part could not be fetched says so after a while, and works when it is loaded again',
    (t) =>
      onPage(
        t,
        async (page) => {
          const notStarted = page.getByText('The page has not started yet')
          t.notOk(await notStarted.isVisible(), 'not at once: it may only be slow')
          // Its time passes at once.
          await notStarted.evaluate((it) => it.getAnimations().map((animation) => animation.finish()))
          await notStarted.waitFor()
          await page.unroute('**/state/view.js')
          await page.reload()
          await page.getByText('No pictures yet').waitFor()
          t.notOk(await notStarted.isVisible())
        },
        {
          address: '/?q=a+cat',
          prepare: (page) => page.route('**/state/view.js', (route) => route.abort()),
          expected: /ERR_FAILED/,
        },
      ),
  )

  await t.test('a search without hits in a filled library says so', async (t) => {
    await addSamplePhotos(url, ['animals/chelsea-cat.jpg'])
    await onPage(t, async (page) => {
      await steer(page, 'More', 'chelsea-cat.jpg')
      await heading(page, 'Like chelsea-cat.jpg')
      t.match(await message(page), 'Try other words')
    })
  })

  await t.test('a file that is no picture shows the problem with the request id, and the page goes on', (t) =>
    onPage(
      t,
      async (page) => {
        const answer = page.waitForResponse('**/search')
        await page
          .getByLabel('Search with a picture')
          .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') })
        const alert = await page.getByRole('alert').filter({ hasText: 'not a picture' }).textContent()
        const problem = await (await answer).json()
        t.match(alert, problem.title)
        t.match(alert, problem.detail)
        t.match(alert, (await answer).headers()['x-request-id'])
        await page.getByRole('button', { name: 'Remove notes.txt' }).click()
        await page.getByText('The only picture').waitFor()
        t.strictSame(await tileNames(page), ['chelsea-cat.jpg'])
        t.equal(await message(page), '')
      },
      { expected: /status of 415/ },
    ),
  )

  await t.test('a link to a picture that is gone shows the problem', (t) =>
    onPage(
      t,
      async (page) => {
        await page.getByRole('alert').filter({ hasText: 'No image has this id' }).waitFor()
        await heading(page, 'Like nowhere')
      },
      { address: '/?like=nowhere', expected: /status of 404/ },
    ),
  )

  await t.test('a service that does not answer is told apart, and trying again works', (t) =>
    onPage(
      t,
      async (page) => {
        await tileNames(page)
        await page.route('**/search', (route) => route.abort(), { times: 1 })
        await searchWords(page, 'a cat')
        t.match(await message(page), 'The service does not answer')
        await page.getByRole('button', { name: 'Try again' }).click()
        await page.getByText('1 picture in').waitFor()
        t.strictSame(await tileNames(page), ['chelsea-cat.jpg'])
      },
      { expected: /net::ERR_FAILED/ },
    ),
  )

  await t.test('a browser that is offline says so, and searches by itself when it is back', (t) =>
    onPage(
      t,
      async (page) => {
        await tileNames(page)
        await page.context().setOffline(true)
        await page.getByText('You are offline.').waitFor()
        await searchWords(page, 'a cat')
        t.match(await message(page), 'The service does not answer')
        await page.context().setOffline(false)
        await page.getByText('1 picture in').waitFor()
        t.strictSame(await tileNames(page), ['chelsea-cat.jpg'])
        t.notOk(await page.getByText('You are offline.').isVisible())
      },
      { expected: /net::ERR_INTERNET_DISCONNECTED/ },
    ),
  )

  await t.test('a service that is busy is asked again when it says, without a word', (t) =>
    onPage(
      t,
      async (page) => {
        let asked = 0
        await page.route('**/search', (route) => {
          asked += 1
          if (asked > 1) return route.continue()
          const headers = { 'retry-after': '1', 'content-type': 'application/problem+json' }
          return route.fulfill({ status: 503, headers, body: JSON.stringify(busy) })
        })
        await searchWords(page, 'a cat')
        await page.getByText('1 picture in').waitFor()
        t.equal(asked, 2)
      },
      { expected: /status of 503/ },
    ),
  )

  await t.test('names with markup in them are shown as text', async (t) => {
    await addSamplePhotos(url, ['food/coffee-cup.jpg'], { metadata: { image_name: hostile, tags: [hostile] } })
    const coffee = await readSamplePhoto('food/coffee-cup.jpg')
    await onPage(t, async (page) => {
      await searchWords(page, 'a cup of coffee')
      t.equal((await tileNames(page))[0], hostile)
      await page.getByRole('button', { name: `Open ${hostile}` }).click()
      await pictureShown(page, '#viewer-picture')
      t.equal(await page.locator('#viewer-name').textContent(), hostile)
      await page.locator('#viewer-facts').getByRole('button', { name: hostile }).waitFor()
      await page.getByRole('button', { name: 'Close' }).click()
      await page.getByLabel('Search with words').fill('')
      await heading(page, 'Pictures')
      await page.getByRole('checkbox', { name: hostile }).check()
      await page.getByRole('button', { name: `Remove Tag ${hostile}` }).click()
      await page
        .getByLabel('Search with a picture')
        .setInputFiles({ name: hostile, mimeType: 'image/jpeg', buffer: coffee })
      await heading(page, `Like ${hostile}`)
      await page.getByRole('button', { name: `Remove ${hostile}` }).click()
      await heading(page, 'Pictures')
      await searchWords(page, hostile)
      t.equal(await page.title(), `“${hostile}” – Likeness`)
      t.equal(await page.locator('img[onerror], body script, title script').count(), 0)
    })
  })
})
