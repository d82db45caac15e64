// Bytes that are hardly HTTP. ../bad-input.test.ts writes them on a socket; test/fixtures/bad-input/raw-http.json has the
// answers.

const json = 'content-type: application/json'

/** A request of these lines; the connection ends with it. */
function lines(first: string, headers: readonly string[] = [], body = ''): string {
  return [first, ...headers, 'connection: close', '', body].join('\r\n')
}

const post = (headers: readonly string[], body: string) =>
  lines('POST /search/text HTTP/1.1', ['host: localhost', json, ...headers], body)

export const rawHttp: Record<string, string | Uint8Array> = {
  noise: Buffer.from('\u0016\u0003\u0001 a handshake of another protocol\r\n\r\n'),
  'a method that is none': lines('FETCH /images HTTP/1.1', ['host: localhost']),
  'a version that is none': lines('GET /images HTTP/9.9', ['host: localhost']),
  'no host': lines('GET /images HTTP/1.1'),
  'two hosts': lines('GET /images HTTP/1.1', ['host: localhost', 'host: attacker.example']),
  'a header without a name': lines('GET /images HTTP/1.1', ['host: localhost', ': value']),
  'a header with NUL': lines('GET /images HTTP/1.1', ['host: localhost', 'x-nul: a\0b']),
  'a space in the address': lines('GET /images/IMG 4032 HTTP/1.1', ['host: localhost']),
  'a body longer than declared': post(['content-length: 2'], '{}{"query":"a cat"}'),
  'a body shorter than declared': post(['content-length: 100'], '{"query":"a cat"}'),
  'a length that is no number': post(['content-length: ten'], '{"query":"a cat"}'),
  'a length below zero': post(['content-length: -1'], '{"query":"a cat"}'),
  'a length beyond every limit': post(['content-length: 99999999999999999999'], '{"query":"a cat"}'),
  'two lengths': post(['content-length: 17', 'content-length: 18'], '{"query":"a cat"}'),
  'a length and chunks': post(['content-length: 17', 'transfer-encoding: chunked'], '0\r\n\r\n'),
  'chunks of noise': post(['transfer-encoding: chunked'], 'zz\r\nnoise\r\n0\r\n\r\n'),
  'an unknown transfer encoding': post(['transfer-encoding: gzip'], '{"query":"a cat"}'),
  'a chunked body over the limit': post(
    ['transfer-encoding: chunked'],
    `${(3_000_000).toString(16)}\r\n${'x'.repeat(3_000_000)}\r\n0\r\n\r\n`,
  ),
}
