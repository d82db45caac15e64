// What the engine's and the network's failures become: the catalogued error, and a cause for the log that shows nothing it must
// not. The engine's sentences are its own (9.x).
import { errors } from '@elastic/elasticsearch'
import t from 'tap'
import type { ErrorCode } from '../../../src/errors.ts'
import {
  isUnreachable,
  readDocumentError,
  readTooBusy,
  toItemError,
  toStoreError,
} from '../../../src/store/elasticsearch/engine-failure.ts'
import { exposed } from './exposed.ts'

type ErrorBody = { type: string; reason: string | null; root_cause?: ErrorBody[] }

/** As the client throws it: with the request, its headers and its address within. */
function meta(statusCode: number, body: unknown) {
  const request = { params: { method: 'POST', path: '/pictures/_search', body: 's3cretDocument' }, options: {}, id: 1 }
  const connection = { url: new URL('http://es-7.internal:9200'), headers: { authorization: 'ApiKey s3cretKey' } }
  return {
    body,
    statusCode,
    headers: {},
    warnings: null,
    meta: { name: 'x', request, connection, attempts: 0 },
  } as never
}

function response(status: number, error: ErrorBody | string) {
  return new errors.ResponseError(meta(status, { error, status }))
}

const allShards = { type: 'search_phase_execution_exception', reason: 'all shards failed' }

t.test('each answer of the engine has its code, what a client is told, and when to try again', async (t) => {
  const cases: [string, errors.ResponseError, ErrorCode, RegExp, number][] = [
    [
      'unknown key',
      response(401, { type: 'security_exception', reason: 'unable to authenticate user [finder]' }),
      'STORE_UNAVAILABLE',
      /credentials/,
      2,
    ],
    [
      'known user without the right',
      response(403, { type: 'security_exception', reason: 'action [x] is unauthorized for user [finder]' }),
      'STORE_UNAVAILABLE',
      /credentials/,
      2,
    ],
    [
      'index gone',
      response(404, { type: 'index_not_found_exception', reason: 'no such index [pictures]' }),
      'INDEX_MISSING',
      /is not there/,
      10,
    ],
    ['shards gone', response(503, { ...allShards, root_cause: [] }), 'INDEX_RED', /part of the search index/, 2],
    [
      'one shard gone',
      response(503, {
        ...allShards,
        root_cause: [{ type: 'no_shard_available_action_exception', reason: null }],
      }),
      'INDEX_RED',
      /part of the search index/,
      2,
    ],
    [
      'searches queue up',
      response(429, {
        ...allShards,
        root_cause: [{ type: 'es_rejected_execution_exception', reason: 'rejected execution of TimedRunnable' }],
      }),
      'STORE_UNAVAILABLE',
      /at its limit/,
      2,
    ],
    [
      'memory runs out',
      response(429, { type: 'circuit_breaking_exception', reason: '[parent] Data too large' }),
      'STORE_UNAVAILABLE',
      /at its limit/,
      2,
    ],
    [
      'full disk',
      response(429, {
        type: 'cluster_block_exception',
        reason:
          'index [pictures-v1] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];',
      }),
      'STORE_READ_ONLY',
      /disk .* nearly full/,
      60,
    ],
    [
      'index closed for writes',
      response(403, {
        type: 'cluster_block_exception',
        reason: 'index [pictures-v1] blocked by: [FORBIDDEN/8/index write (api)];',
      }),
      'STORE_READ_ONLY',
      /read only/,
      60,
    ],
    [
      'no master',
      response(503, {
        type: 'cluster_block_exception',
        reason: 'blocked by: [SERVICE_UNAVAILABLE/2/no master];',
      }),
      'STORE_UNAVAILABLE',
      /no master/,
      2,
    ],
    [
      'starting',
      response(503, {
        type: 'cluster_block_exception',
        reason: 'blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];',
      }),
      'STORE_UNAVAILABLE',
      /no master/,
      2,
    ],
    [
      'other block',
      response(403, {
        type: 'cluster_block_exception',
        reason: 'index [pictures-v1] blocked by: [FORBIDDEN/4/index closed];',
      }),
      'STORE_UNAVAILABLE',
      /blocked/,
      2,
    ],
    [
      'primary gone',
      response(503, { type: 'unavailable_shards_exception', reason: '[pictures-v1][0] primary shard is not active' }),
      'INDEX_RED',
      /takes no writes/,
      2,
    ],
    [
      'another mapping',
      response(400, {
        ...allShards,
        root_cause: [{ type: 'query_shard_exception', reason: 'failed to create query: field [image_embedding]' }],
      }),
      'STORE_UNAVAILABLE',
      /mapping is not the one/,
      2,
    ],
    ['broken', response(500, { type: 'null_pointer_exception', reason: null }), 'STORE_UNAVAILABLE', /failed/, 2],
    ["a proxy's page", response(502, '<html>bad gateway</html>'), 'STORE_UNAVAILABLE', /failed/, 2],
  ]
  for (const [name, failure, code, message, retryAfterS] of cases) {
    const error = toStoreError(failure, 1_000)
    t.match(error, { code, message, retryAfterS }, name)
    t.match((error.cause as Error).message, `Elasticsearch answered ${failure.statusCode} `, name)
    t.notMatch(exposed(error), /s3cret|es-7|finder/, name)
    t.notOk(isUnreachable(failure), `${name}: the cluster answered`)
  }
})

t.test('a cluster that is not reached, or does not answer in time, is unavailable', async (t) => {
  const cases: [Error, RegExp, string][] = [
    [
      new errors.ConnectionError('connect ECONNREFUSED 10.1.2.3:9200'),
      /cannot be reached/,
      'no connection: ECONNREFUSED',
    ],
    [
      new errors.ConnectionError('getaddrinfo ENOTFOUND es-7.internal'),
      /cannot be reached/,
      'no connection: ENOTFOUND',
    ],
    [
      new errors.ConnectionError('other side closed - Local: 10.9.9.9:1, Remote: 10.1.2.3:9200'),
      /cannot be reached/,
      'no connection',
    ],
    [
      new errors.ConnectionError('self-signed certificate in certificate chain'),
      /cannot be reached/,
      'no connection: self-signed certificate in certificate chain; name its authority in STORE_CA_FINGERPRINT or NODE_EXTRA_CA_CERTS',
    ],
    [
      new errors.ConnectionError('certificate not trusted: it is for another host name'),
      /cannot be reached/,
      'no connection: certificate not trusted: it is for another host name',
    ],
    [
      new errors.NoLivingConnectionsError('There are no living connections', meta(0, undefined)),
      /cannot be/,
      'no connection',
    ],
    [
      new errors.TimeoutError('Request timed out', meta(0, undefined)),
      /did not answer within 1000 ms/,
      'no answer in time',
    ],
  ]
  for (const [failure, message, cause] of cases) {
    const error = toStoreError(failure, 1_000)
    t.match(error, { code: 'STORE_UNAVAILABLE', message, retryAfterS: 2, cause: { message: cause } })
    t.equal((error.cause as Error).message, cause)
    t.ok(isUnreachable(failure))
    t.notMatch(exposed(error), /10\.|es-7|s3cret/)
  }
})

t.test('what answers but is no Elasticsearch, or no JSON, or too much, is told apart', async (t) => {
  const unusable = new errors.DeserializationError('Unexpected token <', '<html>s3cretDocument')
  t.match(toStoreError(unusable, 1_000), { code: 'STORE_UNAVAILABLE', message: /no usable answer/ })
  const foreign = new errors.ProductNotSupportedError('Elasticsearch', meta(200, 's3cretDocument'))
  t.match(toStoreError(foreign, 1_000), { code: 'STORE_UNAVAILABLE', message: /no Elasticsearch/ })
  const large = new errors.RequestAbortedError('The content length (99) is bigger than the maximum allowed string (9)')
  t.match(toStoreError(large, 1_000), { code: 'INTERNAL', message: /too large/, cause: { message: /content length/ } })
  const serialization = new errors.SerializationError('cannot write', { document: 's3cretDocument' })
  t.match(toStoreError(serialization, 1_000), { code: 'INTERNAL', cause: { message: 'SerializationError' } })
  const own = new TypeError('x is not a function')
  t.equal(toStoreError(own, 1_000).cause, own, 'a fault of our own keeps its stack')
  for (const failure of [unusable, foreign, large, serialization]) {
    t.notMatch(exposed(toStoreError(failure, 1_000)), /s3cret|es-7/, failure.name)
    t.notOk(isUnreachable(failure), failure.name)
  }
})

t.test('values of documents, credentials and addresses in what the engine says do not reach the log', async (t) => {
  const reasons = [
    "[1:215] failed to parse field [taken_at] of type [date] in document with id 'a'. Preview of field's value: 's3cretDocument'",
    'The [dot_product] similarity can only be used with unit-length vectors. Preview of invalid vector: [0.25, 0.777, ...]',
    'Document contains at least one immense term in field="image_name"; prefix of the first immense term is: \'[777, 5]...\'',
    'For input string: "s3cretDocument"',
    'cannot forward {authorization: ApiKey s3cretKey, x: y}',
    'cannot forward authorization=Basic s3cretKey== to https://es-7.internal:9200/_bulk',
    '[node-1][10.1.2.3:9300][indices:data/write/bulk[s]] and [fd00::7]:9300',
  ]
  for (const reason of reasons) {
    const error = toItemError({ status: 400, type: 'document_parsing_exception', reason })
    t.notMatch(exposed(error), /s3cret|777|es-7|10\.1|fd00/, reason)
    t.match((error.cause as Error).message, 'Elasticsearch answered 400 document_parsing_exception', reason)
  }
  const long = toItemError({ status: 400, type: 'x', reason: 'a '.repeat(5_000) })
  t.ok((long.cause as Error).message.length < 500)
  const [kept] = reasons
  t.match((toItemError({ status: 400, type: 'x', reason: kept! }).cause as Error).message, /parse field \[taken_at\]/)
})

t.test('an answer for several documents that fails for one is not a document that is not there', async (t) => {
  const absent = { _index: 'pictures-v1', _id: 'a', found: false }
  t.equal(readDocumentError(absent), null)
  const gone = (type: string) => ({
    _index: 'pictures-v1',
    _id: 'a',
    error: { root_cause: [{ type, reason: 'No shard available' }], type, reason: 'No shard available' },
  })
  for (const [type, code] of [
    ['index_not_found_exception', 'INDEX_MISSING'],
    ['no_shard_available_action_exception', 'INDEX_RED'],
    ['node_disconnected_exception', 'STORE_UNAVAILABLE'],
  ] as const) {
    t.match(toItemError(readDocumentError(gone(type))!), { code }, type)
  }
})

t.test('only 429 and 503 of a whole request are worth another try', async (t) => {
  const rejected = { type: 'es_rejected_execution_exception', reason: 'rejected' }
  t.match(readTooBusy(response(429, rejected)), { status: 429, type: rejected.type })
  t.match(readTooBusy(response(503, rejected)), { status: 503 })
  for (const failure of [
    response(400, rejected),
    response(500, rejected),
    new errors.ConnectionError('x'),
    new Error('x'),
  ]) {
    t.equal(readTooBusy(failure), null)
  }
})
