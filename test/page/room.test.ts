// Room for names of any length, on any screen, and colours of the visitor's own.
import { test } from 'tap'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { tilesShown } from '../support/search-page.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

const attribute = 'a_name_of_an_attribute_that_is_as_long_as_a_name_of_one_may_be'
const folder = `${'folder'.repeat(30)}/${'below'.repeat(20)}/`
const tag = 'tag'.repeat(40)

test('room on the page', { skip: skipWithoutBrowser }, async (t) => {
  const { url } = await startService(t, { attributes: { [attribute]: 'keyword' } })
  const form = new FormData()
  form.append('metadata', JSON.stringify([{ relative_path: `${folder}red.jpg`, tags: [tag] }]))
  form.append('image', new Blob([new Uint8Array(await solidJpeg('red'))]), 'red.jpg')
  t.ok((await fetch(`${url}/images`, { method: 'POST', body: form })).ok)
  const browser = await startBrowser(t)

  for (const [place, width] of [
    ['#filter-column', 1280],
    ['#filter-dialog', 320],
  ] as const) {
    for (const address of ['/', `/?folder=${folder}`]) {
      await t.test(`long names fit among the filters, ${width} pixels wide, of ${address.slice(0, 9)}`, (t) =>
        visit(t, { browser, url: url + address, viewport: { width, height: 640 } }, async (page) => {
          await tilesShown(page, 1)
          if (width < 1080) await page.getByRole('button', { name: 'Filters' }).click()
          await page.getByText(tag).waitFor()
          await page.getByText(attribute).waitFor()
          const room = await page.locator(place).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
          t.equal(room, 0)
        }),
      )
    }
  }

  await t.test('the name of a file can be read beside what became of it on the narrowest screen', (t) =>
    visit(t, { browser, url, viewport: { width: 320, height: 640 }, expected: /status of 415/ }, async (page) => {
      const name = 'holiday-in-rome.jpg'
      await page.locator('#open-upload').click()
      await page.getByText('Choose pictures').waitFor()
      const file = { name, mimeType: 'image/jpeg', buffer: Buffer.from('no picture') }
      await page.getByLabel('Choose pictures').setInputFiles(file)
      await page.getByText('0 added, 1 failed.').waitFor()
      const shown = await page.locator('.upload-name').evaluate((one) => one.clientWidth - one.scrollWidth)
      t.equal(shown, 0, 'nothing of it is cut off')
    }),
  )

  await t.test('what is chosen and where a dialog ends can be seen in colours of the visitor’s own', (t) =>
    visit(t, { browser, url: `${url}/?q=red&folder=${folder}`, forcedColors: 'active' }, async (page) => {
      await tilesShown(page, 1)
      const background = (selector: string) =>
        page
          .locator(selector)
          .first()
          .evaluate((one) => getComputedStyle(one).backgroundColor)
      t.not(await background('.modes input:checked + span'), await background('.modes input:not(:checked) + span'))
      t.not(await background('.way.chosen button'), await background('.way:not(.chosen) button'))
      await page.getByRole('button', { name: 'curl' }).click()
      const border = await page.locator('#request-dialog').evaluate((one) => getComputedStyle(one).borderTopWidth)
      t.equal(border, '2px')
    }),
  )
})
