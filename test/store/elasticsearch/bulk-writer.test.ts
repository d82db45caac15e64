// The bulk writer against a double that refuses, stalls and breaks off: what is gathered, what is sent again, what is held.
import t, { type Test } from 'tap'
import {
  type BulkOperation,
  type BulkOutcome,
  type BulkWriter,
  createBulkWriter,
} from '../../../src/store/elasticsearch/bulk-writer.ts'
import { createEngine } from '../../../src/store/elasticsearch/engine.ts'
import {
  bulkAnswer,
  type EngineDouble,
  type EngineRequest,
  engineError,
  readBulk,
  startEngineDouble,
} from './engine-double.ts'

const alias = 'pictures-v1-writes'
const plain = { isSearchable: false }
const megabyte = 1024 * 1024

async function start(
  t: Test,
  answer: EngineDouble['answer'] = (request) => bulkAnswer(request),
  timeoutMs = 10_000,
): Promise<{ double: EngineDouble; bulk: BulkWriter }> {
  const double = await startEngineDouble(t, answer)
  const address = { nodes: [double.url], isHosted: false, auth: null, index: 'pictures' }
  const engine = createEngine(address, { apiKey: null, caFingerprint: null, timeoutMs })
  t.teardown(() => engine.close())
  return { double, bulk: createBulkWriter(engine) }
}

function operation(id: number | string, document: Record<string, unknown> = { n: id }): BulkOperation {
  return { kind: 'index', alias, id: String(id), document }
}

const operations = (count: number, document?: Record<string, unknown>) =>
  Array.from({ length: count }, (_, i) => operation(i, document))

const idsOf = (request: EngineRequest) => readBulk(request).map(({ id }) => id)
const sizesOf = ({ requests }: EngineDouble) => requests.map((request) => readBulk(request).length)
const errorsOf = (outcomes: BulkOutcome[]) => outcomes.map(({ error }) => error && `${error.status} ${error.type}`)
const busy = { status: 429, type: 'es_rejected_execution_exception', reason: 'rejected' }

t.test('a lone write is sent at once, through the alias, and says whether a refresh is waited for', async (t) => {
  const { double, bulk } = await start(t)
  t.same(errorsOf(await bulk.write([operation('a')], plain)), [null])
  t.same(errorsOf(await bulk.write([operation('b')], { isSearchable: true })), [null])
  t.same(await bulk.write([], plain), [])
  const [first, second] = double.requests
  t.match([first!.method, first!.path], ['POST', '/_bulk'])
  t.match(JSON.parse(first!.body.split('\n')[0]!), { index: { _index: alias, _id: 'a' } })
  const asked = ({ query }: EngineRequest) => [query.get('require_alias'), query.get('refresh')]
  t.same(
    [asked(first!), asked(second!)],
    [
      ['true', 'false'],
      ['true', 'wait_for'],
    ],
  )
  t.equal(double.requests.length, 2)
})

t.test('what is written in one turn goes together, and so does what waits while requests are under way', async (t) => {
  const { double, bulk } = await start(t)
  await Promise.all(operations(100).map((one) => bulk.write([one], plain)))
  t.same(sizesOf(double), [100])

  double.hold()
  const held: Promise<BulkOutcome[]>[] = []
  for (let i = 0; i < 10; i++) {
    held.push(bulk.write([operation(i)], plain))
    if (i < 4) await double.until(() => double.requests.length === 2 + i)
  }
  const many = operations(300).map((one) => bulk.write([one], plain))
  t.equal(double.openMost, 4)
  double.release()
  await Promise.all([...held, ...many])
  t.same(sizesOf(double), [100, 1, 1, 1, 1, 306])
})

t.test('a request is bounded in number and in bytes', async (t) => {
  const { double, bulk } = await start(t)
  t.equal((await bulk.write(operations(1_200), plain)).length, 1_200)
  t.same(sizesOf(double).sort(), [200, 500, 500])
  const large = await start(t)
  const text = '€'.repeat(megabyte / 3)
  await large.bulk.write(operations(10, { text }), plain)
  await large.bulk.write([operation('huge', { text: text.repeat(6) })], plain)
  const bytes = large.double.requests.map(({ body }) => Buffer.byteLength(body))
  t.ok(
    bytes.slice(0, -1).every((size) => size <= 4 * megabyte),
    `${bytes} bytes`,
  )
  t.same(sizesOf(large.double).sort(), [1, 1, 3, 3, 3])
})

t.test('items that the engine has no room for are sent again alone, and outcomes keep their order', async (t) => {
  const refusals = new Map([
    ['1', busy],
    ['3', { status: 503, type: 'unavailable_shards_exception', reason: 'primary shard is not active' }],
    ['4', { status: 400, type: 'document_parsing_exception', reason: 'failed to parse' }],
    ['6', { status: 429, type: 'cluster_block_exception', reason: 'disk usage exceeded flood-stage watermark' }],
    ['7', { status: 404, type: 'index_not_found_exception', reason: 'no such index' }],
  ])
  const { double, bulk } = await start(t, (request) => bulkAnswer(request, ({ id }) => refusals.get(id) ?? null))
  const writing = bulk.write(operations(8), plain)
  await double.until(() => double.requests.length === 2)
  refusals.delete('1')
  await double.until(() => double.requests.length === 3)
  refusals.delete('3')
  t.same(errorsOf(await writing), [
    null,
    null,
    null,
    null,
    '400 document_parsing_exception',
    null,
    '429 cluster_block_exception',
    '404 index_not_found_exception',
  ])
  const sent = double.requests.map(idsOf)
  t.same(sent[0], ['0', '1', '2', '3', '4', '5', '6', '7'])
  for (const ids of sent.slice(1))
    t.ok(
      ids.every((id) => id === '1' || id === '3'),
      `${ids}`,
    )
  t.same(
    double.requests
      .slice(1)
      .flatMap(({ body }) => body.match(/"n":\d/g))
      .includes('"n":3'),
    true,
    'with its document',
  )
})

t.test('a node that takes no request at all is given time too', async (t) => {
  const { double, bulk } = await start(t)
  double.next = [engineError(429, 'es_rejected_execution_exception', 'rejected execution of coordinating operation')]
  t.same(errorsOf(await bulk.write(operations(3), plain)), [null, null, null])
  t.same(sizesOf(double), [3, 3])
  double.answer = () => engineError(400, 'illegal_argument_exception', 'request body is required')
  await t.rejects(bulk.write([operation('a')], plain), { code: 'STORE_UNAVAILABLE' })
  t.equal(double.requests.length, 3)
})

t.test('an engine that stays busy is given up within the time limit, with what it said', async (t) => {
  const { double, bulk } = await start(t, (request) => bulkAnswer(request, () => busy), 800)
  const beganMs = performance.now()
  t.same(errorsOf(await bulk.write(operations(2), plain)), Array(2).fill(`429 ${busy.type}`))
  t.ok(performance.now() - beganMs < 800 + 1_500)
  t.ok(double.requests.length > 1, `${double.requests.length} tries`)
  const waits = double.requests.map(({ query }) => Number.parseInt(query.get('timeout')!, 10))
  t.ok(
    waits.every((wait, i) => wait < 800 && wait <= (waits[i - 1] ?? 800)),
    `the engine is told how long it may take: ${waits}`,
  )
})

t.test('an engine that does not answer ends the write at the time limit, and the next goes out', async (t) => {
  const { double, bulk } = await start(t, (request) => bulkAnswer(request), 300)
  double.next = ['stall']
  await t.rejects(bulk.write(operations(3), plain), { code: 'STORE_UNAVAILABLE', message: /within 300 ms/ })
  await double.until(() => double.givenUp === 1)
  t.same(errorsOf(await bulk.write([operation('a')], plain)), [null])
})

t.test(
  'a broken connection is tried again, as writing twice does no harm; an answer that lacks items is none',
  async (t) => {
    const { double, bulk } = await start(t)
    double.next = ['drop']
    t.same(errorsOf(await bulk.write(operations(3), plain)), [null, null, null])
    t.same(sizesOf(double), [3, 3])
    double.next = [{ body: { took: 1, errors: false, items: [] } }]
    await t.rejects(bulk.write(operations(3), plain), { code: 'STORE_UNAVAILABLE', message: /every item/ })
  },
)

t.test('a caller waits while too many bytes are on their way: what is held stays bounded', async (t) => {
  const { double, bulk } = await start(t)
  const text = 'x'.repeat(megabyte)
  let taken = 0
  let settled = 0
  let heldMost = 0
  // An operation's document is made text when it is taken.
  const document = {
    toJSON() {
      taken += 1
      heldMost = Math.max(heldMost, taken - settled)
      return { text }
    },
  }
  double.hold()
  const writes = Array.from({ length: 80 }, async (_, i) => {
    await bulk.write([operation(i, document)], plain)
    settled += 1
  })
  await double.until(() => double.requests.length === 4)
  t.equal(taken, 32)
  double.release()
  await Promise.all(writes)
  t.equal(taken, 80)
  // A caller hears of it after the room of its request, 4 MB at most, was given to the next ones.
  t.ok(heldMost <= 32 + 4, `at most ${heldMost} MB were held`)
  t.same(
    double.requests
      .flatMap(idsOf)
      .map(Number)
      .sort((a, b) => a - b),
    Array.from({ length: 80 }, (_, i) => i),
  )
})

t.test('a single write of more than fits at all gets in alone', async (t) => {
  const { double, bulk } = await start(t)
  double.hold()
  const large = bulk.write(operations(40, { text: 'x'.repeat(megabyte) }), plain)
  let isTaken = false
  const document = {
    toJSON() {
      isTaken = true
      return {}
    },
  }
  const after = bulk.write([operation('after', document)], plain)
  await double.until(() => double.requests.length === 4)
  t.notOk(isTaken)
  double.release()
  t.equal((await large).length, 40)
  t.same(errorsOf(await after), [null])
})

t.test('an update’s outcome is the document as it is then', async (t) => {
  const source = { image_id: 'a', tags: ['x'] }
  const { double, bulk } = await start(t, () => ({
    body: { took: 1, errors: false, items: [{ update: { _id: 'a', status: 200, get: { _source: source } } }] },
  }))
  const [outcome] = await bulk.write([{ kind: 'update', alias, id: 'a', document: { tags: ['x'] } }], plain)
  t.same(outcome, { error: null, source })
  t.match(readBulk(double.requests[0]!), [{ kind: 'update', document: { doc: { tags: ['x'] }, _source: true } }])
})

t.test('closing waits for what was written', async (t) => {
  const { double, bulk } = await start(t)
  double.hold()
  const writing = bulk.write(operations(3), plain)
  let isClosed = false
  const closing = bulk.close().then(() => {
    isClosed = true
  })
  await double.until(() => double.requests.length === 1)
  t.notOk(isClosed)
  double.release()
  await closing
  t.same(errorsOf(await writing), [null, null, null])
})
