// What the service shows to browsers: the page, the reference of the contract, the problem pages, and the headers of all.
import { test } from 'tap'
import { errorCatalogue } from '../../src/errors.ts'
import type { Problem } from '../../src/http/schemas/problem.ts'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { ask } from '../support/client.ts'
import { startService } from '../support/service.ts'

test('pages and headers', async (t) => {
  const { url } = await startService(t)
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

  await t.test('pages run only what the service itself serves', async (t) => {
    for (const address of ['/', '/docs/', '/problems/INTERNAL', '/images', '/nothing']) {
      const response = await fetch(url + address)
      await response.body?.cancel()
      const policy = response.headers.get('content-security-policy') ?? ''
      const directives = new Map(policy.split(';').map((one) => one.trim().split(/ +(.*)/s) as [string, string]))
      t.match(directives.get('default-src'), /^'(none|self)'$/, address)
      t.match(directives.get('script-src'), /'self'/, address)
      t.notMatch(directives.get('script-src'), /unsafe|https?:|\*|data:/, `${address}: ${policy}`)
      t.match(directives.get('frame-ancestors'), /^'(none|self)'$/, address)
    }
  })

  await t.test('every answer carries the security headers and its request id', async (t) => {
    for (const address of ['/', '/docs/', '/health/live', '/images', '/images/nobody', '/nothing']) {
      const response = await fetch(url + address)
      await response.body?.cancel()
      t.equal(response.headers.get('x-content-type-options'), 'nosniff', address)
      t.equal(response.headers.get('cross-origin-resource-policy'), 'same-origin', address)
      t.equal(response.headers.get('x-frame-options'), 'SAMEORIGIN', address)
      t.match(response.headers.get('referrer-policy'), /no-referrer|same-origin/, address)
      t.match(response.headers.get('x-request-id'), uuid, address)
      t.notOk(response.headers.get('x-powered-by'))
      t.notOk(response.headers.get('strict-transport-security'), 'for the TLS proxy in front to say')
    }
  })

  await t.test('request ids differ, are not the client’s, and stand in problems', async (t) => {
    const [first, second] = await Promise.all(
      ['a', 'b'].map((id) =>
        ask<Partial<Problem>>(`${url}/nothing`, { headers: { 'x-request-id': id, 'request-id': id } }),
      ),
    )
    t.not(first!.headers.get('x-request-id'), second!.headers.get('x-request-id'))
    t.equal(first!.body.instance, `urn:uuid:${first!.headers.get('x-request-id')}`)
    t.equal(first!.headers.get('content-type'), 'application/problem+json')
    const undecodable = await ask<Partial<Problem>>(`${url}/images/%zz`)
    t.equal(undecodable.body.instance, `urn:uuid:${undecodable.headers.get('x-request-id')}`)
  })

  await t.test('the type of a problem leads to a page that explains it', async (t) => {
    const sheets = new Set<string>()
    const { body } = await ask<Partial<Problem>>(`${url}/images/nobody`)
    for (const type of [body.type!, ...Object.keys(errorCatalogue).map((code) => `/problems/${code}`)]) {
      const response = await fetch(url + type)
      t.equal(response.status, 200, type)
      t.equal(response.headers.get('content-type'), 'text/html; charset=utf-8')
      const text = await response.text()
      t.match(text, `<code>${type.split('/').at(-1)}</code>`)
      for (const [, sheet] of text.matchAll(/<link rel="stylesheet" href="(.+?)">/g)) sheets.add(sheet!)
    }
    t.equal(sheets.size, 2)
    for (const sheet of sheets) t.equal((await fetch(url + sheet)).status, 200, `its styles: ${sheet}`)
    for (const name of ['NOTHING', 'toString', '__proto__']) t.equal((await ask(`${url}/problems/${name}`)).status, 404)
  })

  await t.test('readiness names the model, what it is good for, and the store', async (t) => {
    const { status, body } = await ask<Record<string, unknown>>(`${url}/health/ready`)
    t.equal(status, 200)
    t.match(body, {
      status: 'ready',
      version: /^\d+\.\d+\.\d+/,
      model: { name: 'builtin', dims: 512, description: /basic.*English/s, space: String },
      store: { description: /SQLite/, images: 0 },
    })
    t.strictSame((await ask(`${url}/health/live`)).body, { status: 'live' })
  })

  await t.test('the reference shows every operation in a browser', { skip: skipWithoutBrowser }, async (t) => {
    const browser = await startBrowser(t)
    const paths = (await ask<{ paths: Record<string, object> }>(`${url}/openapi.json`)).body.paths
    const count = Object.values(paths).reduce((sum, path) => sum + Object.keys(path).length, 0)
    await visit(t, { browser, url: `${url}/docs/` }, async (page) => {
      await page
        .locator('.opblock')
        .nth(count - 1)
        .waitFor()
      t.equal(await page.locator('.opblock').count(), count)
      await page.getByText('Find pictures by words', { exact: true }).click()
      await page.getByRole('button', { name: 'Execute' }).first().waitFor()
    })
  })
})
