// A service with API keys: who gets in, what is open to all, and pages of other origins.
import { test } from 'tap'
import { ask, json } from '../support/client.ts'
import { addSamplePhotos } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

const keys = ['first-key-of-the-tests', 'second-key-of-the-tests']
const shop = 'https://shop.example'

test('a service with API keys', async (t) => {
  const env = { API_KEYS: keys.join(', '), CORS_ORIGINS: shop }
  const { url } = await startService(t, { env })
  await addSamplePhotos(url, ['food/coffee-cup.jpg'], { key: keys[0], metadata: { image_id: 'cup' } })
  const withKey = (key: string, address = '/images') =>
    ask(url + address, { headers: { authorization: `Bearer ${key}` } })

  await t.test('each of the keys opens it', async (t) => {
    for (const key of keys) t.equal((await withKey(key)).status, 200)
    t.equal((await ask(`${url}/images`, { headers: { authorization: `bearer  ${keys[0]}` } })).status, 200)
  })

  await t.test('no key, a wrong one or another scheme is a 401 that says how to come in', async (t) => {
    const wrong = [
      'Bearer',
      'Bearer wrong',
      `Basic ${keys[0]}`,
      keys[0]!,
      `Bearer ${keys[0]}x`,
      `Bearer ${keys.join(',')}`,
    ]
    for (const authorization of [undefined, ...wrong]) {
      const answer = await ask(`${url}/images`, { headers: authorization === undefined ? {} : { authorization } })
      t.match(answer, { status: 401, body: { code: 'UNAUTHORIZED' } }, `${authorization}`)
      t.equal(answer.headers.get('www-authenticate'), 'Bearer')
    }
  })

  await t.test('every operation asks for the key', async (t) => {
    const closed: [string, RequestInit][] = [
      ['/vectorize', json({ inputs: [{ text: 'cat' }] })],
      ['/search/text', json({ query: 'cat' })],
      ['/search/text?q=cat', {}],
      ['/search/image', json({ image: { image_id: 'cup' } })],
      ['/images', json({})],
      ['/images', {}],
      ['/images/cup', {}],
      ['/images/cup', json({ tags: [] }, 'PATCH')],
      ['/images/cup', { method: 'DELETE' }],
      ['/images/cup/content', {}],
      ['/images/cup/thumbnail', {}],
      ['/images/cup/similar', {}],
      ['/images/cup/nothing/here', {}],
      ['/metrics', {}],
    ]
    for (const [address, init] of closed) {
      t.equal((await ask(url + address, init)).status, 401, `${init.method ?? 'GET'} ${address}`)
    }
    t.equal((await withKey(keys[0]!, '/images/cup')).status, 200, 'nothing was done')
  })

  await t.test('health, the page, the contract and the problem pages are open', async (t) => {
    const open = [
      '/health/live',
      '/health/ready',
      '/',
      '/page/main.js',
      '/openapi.json',
      '/docs/',
      '/problems/INTERNAL',
    ]
    for (const address of open) {
      const response = await fetch(url + address)
      await response.body?.cancel()
      t.equal(response.status, 200, address)
    }
  })

  await t.test('any host name is answered, as a browser sends no key on its own', async (t) => {
    const { port } = new URL(url)
    const { status } = await ask(`http://localhost:${port}/images`, { headers: { authorization: `Bearer ${keys[0]}` } })
    t.equal(status, 200)
  })

  await t.test(
    'the preflight of a listed origin is answered without a key, for every method of the contract',
    async (t) => {
      for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
        const { status, headers } = await fetch(`${url}/images/cup`, {
          method: 'OPTIONS',
          headers: {
            origin: shop,
            'access-control-request-method': method,
            'access-control-request-headers': 'authorization,content-type',
          },
        })
        t.equal(status, 204, method)
        t.equal(headers.get('access-control-allow-origin'), shop)
        t.ok(headers.get('access-control-allow-methods')?.includes(method), `${method} is allowed`)
        t.match(headers.get('access-control-allow-headers'), /authorization/i)
        t.match(headers.get('vary'), /origin/i)
      }
    },
  )

  await t.test('an OPTIONS that is no preflight is told the methods', async (t) => {
    const { status, headers } = await fetch(`${url}/images/cup`, { method: 'OPTIONS' })
    t.equal(status, 204)
    t.match(headers.get('access-control-allow-methods'), 'GET')
  })

  await t.test('a listed origin may read answers, and problems too', async (t) => {
    const headers = { origin: shop, authorization: `Bearer ${keys[1]}` }
    const answer = await ask(`${url}/search/text`, {
      ...json({ query: 'cup' }),
      headers: { ...json({}).headers, ...headers },
    })
    t.equal(answer.status, 200)
    t.equal(answer.headers.get('access-control-allow-origin'), shop)
    const exposed = answer.headers.get('access-control-expose-headers')!.split(', ')
    const declared = ['etag', 'content-range', 'location', 'retry-after']
    t.strictSame(
      [...declared, 'x-request-id'].filter((name) => !exposed.includes(name)),
      [],
      'and what the contract has of headers',
    )
    const refused = await ask(`${url}/images`, { headers: { origin: shop } })
    t.equal(refused.status, 401)
    t.equal(refused.headers.get('access-control-allow-origin'), shop)
  })

  await t.test('another origin is refused, key or not', async (t) => {
    const headers = { origin: 'https://elsewhere.example', authorization: `Bearer ${keys[0]}` }
    const answer = await ask(`${url}/images`, { headers })
    t.match(answer, { status: 403, body: { code: 'ORIGIN_NOT_ALLOWED' } })
    t.notOk(answer.headers.get('access-control-allow-origin'))
  })
})
