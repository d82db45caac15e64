// Bad addresses, methods, types and headers. ../bad-input.test.ts sends them; test/fixtures/bad-input/addresses.json has the
// answers.
import type { Exchange } from '../../support/exchange.ts'

const get = (path: string, headers: Record<string, string | string[]> = {}): Exchange => ({ path, headers })
const send = (method: string, path: string, contentType?: string, body?: string): Exchange => ({
  method,
  path,
  headers: contentType === undefined ? {} : { 'content-type': contentType },
  body,
})
const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const content = '/images/IMG_4032/content'

export const addresses: Record<string, Exchange> = {
  'an address of nothing': get('/pictures'),
  'an unknown image': get('/images/nobody'),
  'an unknown image’s file': get('/images/nobody/content'),
  'an unknown image’s thumbnail': get('/images/nobody/thumbnail'),
  'pictures like an unknown image': get('/images/nobody/similar'),
  'an unknown image to delete': send('DELETE', '/images/nobody'),
  'a word of the service as an id': get('/images/search'),
  'an id with a space': get('/images/IMG%204032'),
  'an id of 200 characters': get(`/images/${'i'.repeat(200)}`),
  'an id of 2,000 characters': get(`/images/${'i'.repeat(2_000)}`),
  'an id that is a path': get('/images/..%2f..%2f..%2fetc%2fpasswd'),
  'an id that is a path for Windows': get('/images/..%5c..%5cwindows'),
  'an id with NUL': get('/images/IMG_4032%00'),
  'an id that ends in the middle of a character': get('/images/%e2%82'),
  'an id that cannot be decoded': get('/images/%zz'),
  'a path that leaves the page’s folder': get('/page/..%2f..%2fpackage.json'),
  'a path that leaves the page’s folder in plain sight': get('/page/../../package.json'),
  'a problem that is none': get('/problems/__proto__'),
  'an address of 20 kB': get(`/search/text?q=${'q'.repeat(20_000)}`),
  'headers of 20 kB': get('/images', { 'x-long': 'h'.repeat(20_000) }),

  'no words': get('/search/text'),
  'words of spaces': get('/search/text?q=%20%20'),
  'words given twice': get('/search/text?q=a&q=b'),
  'words that cannot be decoded': get('/search/text?q=%ff%fe'),
  'k in words': get('/search/text?q=cat&k=ten'),
  'k of nothing': get('/search/text?q=cat&k='),
  'k of Infinity': get('/search/text?q=cat&k=Infinity'),
  'k of NaN': get('/search/text?q=cat&k=NaN'),
  'an unknown parameter': get('/search/text?q=cat&size=3'),
  'a parameter that means the prototype': get('/search/text?q=cat&__proto__=3'),
  'a filter that is no JSON': get('/search/text?q=cat&filter=cats'),
  'a filter that is a number': get('/search/text?q=cat&filter=7'),
  'a filter with text for a list': get('/search/text?q=cat&filter=%7B%22tags%22%3A%7B%22any%22%3A%22a%22%7D%7D'),
  'num_candidates below k': get('/images/IMG_4032/similar?k=5&num_candidates=4'),
  'an unknown thumbnail size': get('/images/IMG_4032/thumbnail?size=huge'),
  'a page of 0 images': get('/images?limit=0'),
  'a page of 1,001 images': get('/images?limit=1001'),
  'a cursor of noise': get('/images?cursor=noise'),
  'a cursor of 2,000 characters': get(`/images?cursor=${'c'.repeat(2_000)}`),
  'a forged cursor': get(`/images?cursor=${cursor([1, '../IMG_4032', 'x'])}`),
  'a cursor of another version': get(`/images?cursor=${cursor([2, 'IMG_4032', 'x'])}`),
  'a cursor of another list': get(`/images?cursor=${cursor([1, 'IMG_4032', 'AAAAAAAAAAAAAAAA'])}`),

  'a method that the address does not take': send('PUT', '/images'),
  'a method that the address does not take, with a bad body': send('PUT', '/images', 'text/nonsense', '{'),
  'a method for another address': send('POST', '/images/IMG_4032', 'application/json', '{}'),
  'a deletion of all images': send('DELETE', '/images'),
  TRACE: send('TRACE', '/search/text'),
  'a method that few servers know': send('PROPFIND', '/images'),

  'a body without a type': send('POST', '/search/text', undefined, '{"query":"a cat"}'),
  'no body and no type': send('POST', '/search/text'),
  'no body of JSON': send('POST', '/search/text', 'application/json'),
  'no body of a picture': send('POST', '/images', 'image/png'),
  'a body of plain text': send('POST', '/search/text', 'text/plain', '{"query":"a cat"}'),
  'a body of a form’s other kind': send('POST', '/search/text', 'application/x-www-form-urlencoded', 'query=cat'),
  'a type that is no type': send('POST', '/search/text', 'json', '{"query":"a cat"}'),
  'a type that begins like a picture’s': send('POST', '/search/image', 'image/', 'x'),
  'JSON where only pictures are taken': send('POST', '/images', 'application/json', '{}'),
  'a raw picture with a latitude alone': send('POST', '/images?lat=52', 'image/png', 'x'),
  'a raw picture with an id of the service': send('POST', '/images?image_id=jobs', 'image/png', 'x'),

  'a range beyond the file': get(content, { range: 'bytes=999999999-' }),
  'a range that ends before it starts': get(content, { range: 'bytes=9-1' }),
  'a range in another unit': get(content, { range: 'lines=1-2' }),
  'a range of noise': get(content, { range: 'bytes=a-b' }),
  'a thousand ranges': get(content, { range: `bytes=${Array.from({ length: 1000 }, (_, i) => `${i}-${i}`).join()}` }),
  'a condition that the file does not fulfil': get(content, { 'if-match': '"another"' }),
  'a condition of time that the file does not fulfil': get(content, {
    'if-unmodified-since': 'Mon, 01 Jan 2001 00:00:00 GMT',
  }),
  'a condition of noise': get(content, { 'if-none-match': 'noise', 'if-modified-since': 'noise' }),

  'another host': get('/images', { host: 'attacker.example' }),
  'a host that is none': get('/images', { host: 'http://' }),
  'another origin': get('/images', { origin: 'https://attacker.example' }),
  'the origin of a sandboxed page': get('/images', { origin: 'null' }),
  'a request that another site’s page makes': get('/images/IMG_4032/content', {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'no-cors',
  }),
}
