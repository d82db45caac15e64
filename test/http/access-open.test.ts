// A service without keys, on loopback: open to programs on the machine, closed to web pages of others in its browsers.
import { request } from 'node:http'
import { json as readBody } from 'node:stream/consumers'
import { test } from 'tap'
import type { Problem } from '../../src/http/schemas/problem.ts'
import { startService } from '../support/service.ts'

type Headers = Record<string, string>

test('an open service on loopback', async (t) => {
  const { url } = await startService(t, { env: { ALLOWED_HOSTS: 'photos.home,MyNas.local' } })
  const { port, host } = new URL(url)

  /** fetch lets nobody choose `host`, `origin` and `sec-fetch-*`; a browser sets them, and so does this. */
  function send(path: string, headers: Headers, method = 'GET') {
    return new Promise<{ status?: number; code?: string; headers: NodeJS.Dict<string | string[]> }>(
      (resolve, reject) => {
        const sent = request({ port, host: '127.0.0.1', path, method, headers }, async (response) => {
          const isJson = response.headers['content-type']?.includes('json')
          const body = isJson ? ((await readBody(response)) as Problem) : response.resume() && undefined
          resolve({ status: response.statusCode, code: body?.code, headers: response.headers })
        })
        sent.on('error', reject)
        sent.end()
      },
    )
  }

  await t.test('loopback names and allowed names are answered, with any port', async (t) => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]', '127.8.9.1', 'photos.home', 'Mynas.local']) {
      for (const suffix of ['', `:${port}`, ':80']) {
        t.equal((await send('/images', { host: name + suffix })).status, 200, name + suffix)
      }
    }
  })

  await t.test('a name that was made to point here is refused (DNS rebinding)', async (t) => {
    const names = [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '192.168.1.10',
      '0.0.0.0',
      'photos.home.evil',
    ]
    for (const name of names) {
      t.match(await send('/images', { host: `${name}:${port}` }), { status: 403, code: 'HOST_NOT_ALLOWED' }, name)
      t.equal((await send('/', { host: name })).status, 403, `the page, as ${name}`)
    }
    t.equal((await send('/images', { host: '%%' })).status, 403)
  })

  await t.test('probes may use any name', async (t) => {
    t.equal((await send('/health/live', { host: 'pod-17.cluster' })).status, 200)
    t.equal((await send('/health/ready', { host: 'pod-17.cluster' })).status, 200)
  })

  await t.test('pages of the service’s own origin may call it', async (t) => {
    const own = { host, origin: url, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }
    t.equal((await send('/images', own)).status, 200)
    t.equal((await send('/images/nobody', own, 'DELETE')).status, 404)
  })

  await t.test('pages of other origins may not, by any method', async (t) => {
    const origins = ['https://evil.example', 'null', 'http://127.0.0.1:1', `http://localhost:${port}`, 'not an origin']
    for (const origin of origins) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        const answer = await send('/images/nobody', { host, origin }, method)
        t.match(answer, { status: 403, code: 'ORIGIN_NOT_ALLOWED' }, `${method} from ${origin}`)
        t.notOk(answer.headers['access-control-allow-origin'])
      }
    }
  })

  await t.test('pictures and scripts are not to be embedded in pages of other sites', async (t) => {
    for (const site of ['cross-site', 'same-site']) {
      for (const dest of ['image', 'script', 'empty', 'iframe']) {
        const embedded = { host, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': dest }
        t.match(
          await send('/images/x/content', embedded),
          { status: 403, code: 'ORIGIN_NOT_ALLOWED' },
          `${site} ${dest}`,
        )
      }
    }
    const framed = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }
    t.equal((await send('/', framed)).status, 403, 'nor framed')
  })

  await t.test('a link to the page may be followed, a form may not be sent', async (t) => {
    const visit = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    t.equal((await send('/', visit)).status, 200)
    t.equal((await send('/images', visit, 'POST')).status, 403)
  })

  await t.test(
    'programs, which send neither Origin nor Sec-Fetch-Site, and the address bar are answered',
    async (t) => {
      t.equal((await send('/images', { host })).status, 200)
      t.equal((await send('/images', { host, 'sec-fetch-site': 'none' })).status, 200)
    },
  )
})
