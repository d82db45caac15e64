// What a store on a real cluster adds to traces: the Elasticsearch client makes spans of its own, inside those of requests.
import t from 'tap'
import { skip, useCluster } from './elasticsearch/test-cluster.ts'
import { createIndexPlace } from './store/elasticsearch/index-place.ts'
import { addAt, ask } from './support/client.ts'
import { startOtlpReceiver } from './support/otlp-receiver.ts'
import { startService } from './support/service.ts'
import { solidJpeg } from './support/solid-pictures.ts'

// The SDK reads it itself: batches go out at once.
process.env.OTEL_BSP_SCHEDULE_DELAY = '50'

const urls = await useCluster(1)

t.test('a search on a cluster', { skip }, async (t) => {
  const { name, storeUrl } = createIndexPlace(t, urls)
  const collector = await startOtlpReceiver(t)
  // An engine without security takes any credentials, which must not be seen elsewhere.
  const STORE_URL = storeUrl.replace('//', '//zebra:crossing@')
  const { url } = await startService(t, { env: { STORE_URL, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } })
  await addAt(url, 'zebracrossing.jpg', await solidJpeg('red'))

  await t.test('is a span inside the handler’s, which names the operation, the index and the node', async (t) => {
    const { status, headers } = await ask(`${url}/search/text?q=zebracrossing`)
    t.equal(status, 200)
    const request = await collector.waitFor(
      ({ attributes }) => attributes['likeness.request_id'] === headers.get('x-request-id'),
    )
    const handler = await collector.waitFor(({ parentSpanId }) => parentSpanId === request.spanId)
    const search = await collector.waitFor(
      ({ name, parentSpanId }) => name === 'search' && parentSpanId === handler.spanId,
    )
    t.equal(search.traceId, request.traceId)
    t.match(search, { scope: '@elastic/transport', kind: 3 })
    const { hostname, port } = new URL(urls[0]!)
    t.match(search.attributes, {
      'db.system': 'elasticsearch',
      'db.operation.name': 'search',
      'db.collection.name': new RegExp(`^${name}`),
      'db.response.status_code': '200',
      'server.address': hostname,
      'server.port': Number(port),
    })
  })

  await t.test('leaves neither words nor credentials nor vectors in spans', async (t) => {
    const sent = collector.bodies.join('\n')
    t.notMatch(sent, /zebra|crossing/i)
    t.notMatch(sent, /query_vector|image_embedding/)
    const clientSpans = collector.spans.filter(({ scope }) => scope === '@elastic/transport')
    t.ok(clientSpans.length > 3, `${clientSpans.length} spans of the client were looked at`)
  })
})
