// Who is asked and who asks: API key, user and password, and certificates, over TLS, against a double, as the engine of the
// tests has no security. No failure shows a secret.
import { X509Certificate } from 'node:crypto'
import t, { type Test } from 'tap'
import { createEngine } from '../../../src/store/elasticsearch/engine.ts'
import { parseStoreAddress } from '../../../src/store/elasticsearch/store-address.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { StoreAccess } from '../../../src/store/store-adapter.ts'
import { sampleSpace } from '../sample-images.ts'
import {
  type EngineDouble,
  type EngineRequest,
  engineError,
  type Reply,
  readTlsFile,
  startEngineDouble,
} from './engine-double.ts'
import { exposed } from './exposed.ts'

const fingerprintOf = (name: string) => new X509Certificate(readTlsFile(name)).fingerprint256
const authority = fingerprintOf('authority.pem')
const apiKey = 'a2V5OnMzY3JldA=='
const password = 's3cret:Päss@'
const basic = Buffer.from(`finder:${password}`).toString('base64')
const secrets = [apiKey, password, encodeURIComponent(password), basic, 'finder']

const counted = () => ({ body: { count: 1, _shards: { total: 1, successful: 1, failed: 0 } } })

type Way = { userInfo?: string; access?: Partial<StoreAccess> }

function storeUrlOf({ url }: EngineDouble, { userInfo = '' }: Way): string {
  return `${url.replace('://', `://${userInfo}`)}/pictures`
}

function accessOf({ access }: Way): StoreAccess {
  // Far longer than any of it takes; on a busy machine even TLS takes its time.
  return { apiKey: null, caFingerprint: authority, timeoutMs: 20_000, ...access }
}

/** Asks the double once, as a store with these settings does; without the retries, which would cost time. */
async function count(t: Test, double: EngineDouble, way: Way = {}) {
  const engine = createEngine(parseStoreAddress(storeUrlOf(double, way))!, accessOf(way))
  t.teardown(() => engine.close())
  return engine.call((client, options) => client.count({ index: 'pictures' }, { ...options, maxRetries: 0 }))
}

async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return promise.then(
    () => Promise.reject(new Error('It succeeded.')),
    (error) => error,
  )
}

const byUser: Way = { userInfo: `finder:${encodeURIComponent(password)}@` }
const byKey: Way = { access: { apiKey } }

t.test('an API key, or the user and password of the address, go along with each request', async (t) => {
  const double = await startEngineDouble(t, counted, { certificate: 'server' })
  t.match(await count(t, double, byKey), { count: 1 })
  t.match(await count(t, double, byUser), { count: 1 })
  t.match(await count(t, double, { ...byUser, ...byKey }), { count: 1 })
  t.match(await count(t, double), { count: 1 })
  t.same(
    double.requests.map(({ authorization }) => authorization),
    [`ApiKey ${apiKey}`, `Basic ${basic}`, `ApiKey ${apiKey}`, undefined],
  )
})

t.test('the fingerprint of the authority lets its servers in, in either spelling', async (t) => {
  const double = await startEngineDouble(t, counted, { certificate: 'server' })
  const spellings = [authority, authority.replaceAll(':', ''), authority.toLowerCase()]
  for (const caFingerprint of spellings) await count(t, double, { access: { apiKey, caFingerprint } })
  const localhost = { ...double, url: double.url.replace('127.0.0.1', 'localhost') }
  t.match(await count(t, localhost, byKey), { count: 1 }, 'by name as by address')
  const pinnedItself = { apiKey, caFingerprint: fingerprintOf('server.pem') }
  t.match(await count(t, double, { access: pinnedItself }), { count: 1 }, 'a certificate may stand for itself')
})

t.test('a server that the authority did not vouch for gets no request, and no secret', async (t) => {
  const other = fingerprintOf('other-authority.pem')
  const cases = [
    {
      certificate: 'server',
      caFingerprint: other,
      why: /names no authority of the fingerprint in STORE_CA_FINGERPRINT$/,
    },
    {
      certificate: 'server',
      caFingerprint: null,
      why: /self-signed certificate in certificate chain; name its authority/,
    },
    { certificate: 'forged', caFingerprint: authority, why: /not signed by the authority that it names$/ },
    { certificate: 'other-host', caFingerprint: authority, why: /it is for another host name$/ },
    { certificate: 'expired', caFingerprint: authority, why: /has expired or is not valid yet$/ },
    {
      certificate: 'server',
      sendsAuthority: false,
      caFingerprint: authority,
      why: /names no authority of the fingerprint/,
    },
    {
      certificate: 'server',
      sendsAuthority: false,
      caFingerprint: null,
      why: /unable to verify the first certificate; name its authority/,
    },
  ] as const
  for (const { why, caFingerprint, ...tls } of cases) {
    const double = await startEngineDouble(t, counted, tls)
    for (const way of [byUser, byKey]) {
      const error = await failureOf(count(t, double, { ...way, access: { ...way.access, caFingerprint } }))
      t.match(error, { code: 'STORE_UNAVAILABLE', message: 'The vector store cannot be reached.' }, `${why}`)
      t.match((error.cause as Error).message, why)
      t.notOk(secrets.some((secret) => exposed(error).includes(secret)))
    }
    t.same(double.requests, [], `${why}`)
  }
})

t.test('TLS that nobody speaks, or that never comes about, is a cluster out of reach', async (t) => {
  const plain = await startEngineDouble(t, counted)
  const asTls = { ...plain, url: plain.url.replace('http:', 'https:') }
  const error = await failureOf(count(t, asTls, byKey))
  t.match(error, {
    code: 'STORE_UNAVAILABLE',
    cause: { message: /no connection: SSL routines:\w*:wrong version number/ },
  })
})

t.test('no failure shows a secret, and none tells a client where the cluster is', async (t) => {
  const replies: Record<string, (request: EngineRequest) => Reply> = {
    'unknown user': () =>
      engineError(401, 'security_exception', `unable to authenticate user [finder] with [${password}]`),
    forbidden: () => engineError(403, 'security_exception', 'action [x] is unauthorized for user [finder]'),
    echo: ({ authorization }) => engineError(500, 'x', `cannot forward {authorization: ${authorization}}`),
    'echo of a page': ({ authorization }) => ({ status: 502, body: `<html>${authorization}</html>` }),
    'nonsense with an echo': ({ authorization }) => ({ body: `{${authorization}` }),
    'no Elasticsearch': ({ authorization }) => ({ body: { authorization }, headers: { 'x-elastic-product': 'x' } }),
    redirect: ({ authorization }) => ({
      status: 302,
      body: '',
      headers: { location: `/${authorization}`, 'x-elastic-product': 'x' },
    }),
    silence: () => 'stall',
    'broken connections': () => 'drop',
  }
  for (const [name, reply] of Object.entries(replies)) {
    const double = await startEngineDouble(t, reply, { certificate: 'server' })
    for (const way of [byUser, byKey]) {
      const error = await failureOf(count(t, double, { ...way, access: { ...way.access, timeoutMs: 1_000 } }))
      t.equal(error.code, 'STORE_UNAVAILABLE', name)
      const shown = secrets.filter((secret) => exposed(error).includes(secret))
      t.same(shown, [], name)
      t.notMatch(exposed(error), /127\.0\.0\.1/, name)
    }
  }
})

t.test('a store that is not let in opens all the same, and its readiness says why', async (t) => {
  const double = await startEngineDouble(t, () => engineError(401, 'security_exception', 'unable to authenticate'), {
    certificate: 'server',
  })
  const store = await openStore(storeUrlOf(double, byUser), { space: sampleSpace(4), access: accessOf(byUser) })
  t.teardown(() => store.close())
  const error = await failureOf(store.check())
  t.match(error, { code: 'STORE_UNAVAILABLE', message: 'The vector store does not accept the credentials.' })
  t.notOk(secrets.some((secret) => (exposed(error) + exposed(store)).includes(secret)))
  t.notMatch(store.description, /127|finder/)
})
