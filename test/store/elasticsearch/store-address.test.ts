// STORE_URLs of clusters: which are taken, as what, and that no refusal repeats one.
import t from 'tap'
import { parseStoreAddress } from '../../../src/store/elasticsearch/store-address.ts'
import { isStoreUrl, openStore } from '../../../src/store/open-store.ts'
import { sampleSpace } from '../sample-images.ts'
import { exposed } from './exposed.ts'

const none = { isHosted: false, auth: null }

t.test('a cluster is named by its nodes and an index', async (t) => {
  const cases = {
    'http://127.0.0.1:9200/pictures': { ...none, nodes: ['http://127.0.0.1:9200'], index: 'pictures' },
    'HTTPS://search.example/pictures-2.x_y': { ...none, nodes: ['https://search.example'], index: 'pictures-2.x_y' },
    'http://[::1]:9200/a': { ...none, nodes: ['http://[::1]:9200'], index: 'a' },
    'http://a:9200,b:9201,c/pictures': {
      ...none,
      nodes: ['http://a:9200', 'http://b:9201', 'http://c'],
      index: 'pictures',
    },
    'https://a/behind/a-proxy/pictures': { ...none, nodes: ['https://a/behind/a-proxy'], index: 'pictures' },
    'https://finder:p%40ss%2Fw%C3%B6rd:x@a:9200,b:9200/写真': {
      nodes: ['https://a:9200', 'https://b:9200'],
      isHosted: false,
      auth: { username: 'finder', password: 'p@ss/wörd:x' },
      index: '写真',
    },
  }
  for (const [url, address] of Object.entries(cases)) {
    t.strictSame(parseStoreAddress(url), address, url)
    t.ok(isStoreUrl(url), url)
  }
})

t.test('a hosted deployment is named by its cloud id', async (t) => {
  const id = (text: string) => Buffer.from(text).toString('base64')
  const hosted = { isHosted: true, auth: null, index: 'pictures' }
  t.strictSame(parseStoreAddress(`cloud:my pictures:${id('eu.cloud.example$3dadf823f0$0a1b')}/pictures`), {
    ...hosted,
    nodes: ['https://3dadf823f0.eu.cloud.example'],
  })
  t.strictSame(parseStoreAddress(`cloud:p:${id('eu.cloud.example:9243$3dadf823f0')}/pictures`), {
    ...hosted,
    nodes: ['https://3dadf823f0.eu.cloud.example:9243'],
  })
  for (const bad of ['cloud:x/pictures', 'cloud:x:/pictures', `cloud:x:${id('eu.cloud.example')}/pictures`]) {
    t.equal(parseStoreAddress(bad), null, bad)
  }
  for (const bad of ['$engine', 'domain$', 'a b$c', '\u0000$\u0001']) {
    t.equal(parseStoreAddress(`cloud:x:${id(bad)}/pictures`), null, JSON.stringify(bad))
  }
})

t.test('what names no cluster or no index that Elasticsearch takes is refused', async (t) => {
  const indexes = [
    '',
    'Pictures',
    '_pictures',
    '-a',
    '+a',
    '.a',
    '..',
    'a b',
    'a,b',
    'a*',
    'a?',
    'a#b',
    'a"b',
    'a|b',
    'a:b',
  ]
  const cases = [
    ...indexes.map((index) => `http://a:9200/${index}`),
    `http://a:9200/${'a'.repeat(201)}`,
    `http://a:9200/${'é'.repeat(101)}`,
    'http://a:9200',
    'http://a:9200/pictures/',
    'http://a:9200/pictures?x=1',
    'http:///pictures',
    'http://a:99999/pictures',
    'http://a:9200,/pictures',
    'http://a b:9200/pictures',
    'http://finder@a:9200/pictures',
    'http://:secret@a:9200/pictures',
    'http://finder:s%zz@a:9200/pictures',
    'http://finder:p@ss@a:9200/pictures',
    'ftp://a:9200/pictures',
  ]
  for (const url of cases) {
    t.equal(parseStoreAddress(url), null, url)
    t.notOk(isStoreUrl(url), url)
  }
  t.ok(parseStoreAddress(`http://a:9200/${'a'.repeat(200)}`))
})

t.test('no refusal of an address repeats it, as it may hold a password', async (t) => {
  const space = sampleSpace(4)
  const access = { apiKey: null, caFingerprint: null, timeoutMs: 500 }
  const cases = [
    'http://finder:s3cretPass@a:9200/Pictures',
    'http://finder:s3cretPass%zz@a:9200/pictures',
    'https://finder:s3cretPass@a:99999/pictures',
    'cloud:s3cretPass:s3cretPass/pictures',
    'elastic://finder:s3cretPass@a:9200/pictures',
  ]
  for (const url of cases) {
    const error = await openStore(url, { space, access }).then(
      () => null,
      (reason) => reason,
    )
    t.equal(error?.code, 'CONFIG_INVALID', url)
    t.notMatch(exposed(error), /s3cretPass|finder/, url)
  }
})

t.test('a fingerprint without TLS is refused, as nothing would be checked by it', async (t) => {
  const caFingerprint = 'ab'.repeat(32)
  const access = { apiKey: 's3cretKey', caFingerprint, timeoutMs: 500 }
  await t.rejects(openStore('http://127.0.0.1:9200/pictures', { space: sampleSpace(4), access }), {
    code: 'CONFIG_INVALID',
    message: /STORE_CA_FINGERPRINT .* https:/,
  })
})
