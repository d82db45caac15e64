// Sends spans to an OpenTelemetry collector over OTLP: those of requests (http/request-spans.ts) and those that the Elasticsearch
// client makes by itself. service.ts starts it where a collector is set, and only then is the SDK loaded.
import type { Attributes } from '@opentelemetry/api'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node'

export type TracingOptions = {
  /** The collector's address without `/v1/traces`, http or https. */
  endpoint: string
  serviceName: string
  version: string
  /** Told once when the collector stops to take spans, and once when it takes them again. */
  tell: { info(message: string): void; warn(message: string, cause: unknown): void }
}

export type Tracing = {
  /** Sends what is left, for at most `flushMsMax`, and ends. Never rejects. */
  close(): Promise<void>
}

/** A collector that does not answer must not hold the stop. */
const flushMsMax = 1_000

/**
 * What leaves the process of a span beside its name and times. A list of what may, as libraries put into their spans what they like:
 * words of searches, names of files and reasons of errors are not for a collector.
 */
const attributesSent = new Set([
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'url.path',
  'likeness.request_id',
  'error.type',
  'db.system',
  'db.operation.name',
  'db.collection.name',
  'db.response.status_code',
  'server.address',
  'server.port',
])

/** One at a time in a process, as OpenTelemetry's registry is the process's. The SDK reads further `OTEL_` variables itself. */
export async function startTracing({ endpoint, serviceName, version, tell }: TracingOptions): Promise<Tracing> {
  const [{ context, propagation, trace }, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }),
    spanProcessors: [new sdk.BatchSpanProcessor(createDiscreetExporter(exporter, tell))],
  })
  provider.register()

  return {
    async close() {
      // Its failures were told when they happened.
      const flushed = provider.shutdown().catch(() => {})
      const { promise: timeIsUp, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, flushMsMax)
      await Promise.race([flushed, timeIsUp])
      clearTimeout(timer)
      trace.disable()
      context.disable()
      propagation.disable()
    },
  }
}

/** Leaves out of spans what must not leave, and tells of failures once rather than for every batch. */
function createDiscreetExporter(exporter: SpanExporter, tell: TracingOptions['tell']): SpanExporter {
  let isFailing = false
  return {
    export(spans, onResult) {
      exporter.export(spans.map(redact), (result) => {
        // 0 is success; the constant's package is not ours to import.
        const hasFailed = result.code !== 0
        if (hasFailed && !isFailing) tell.warn('Traces cannot be sent; they are dropped until they can.', result.error)
        if (!hasFailed && isFailing) tell.info('Traces are sent again.')
        isFailing = hasFailed
        onResult(result)
      })
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }
}

/** Without the attributes that are not listed, without events, which hold errors with their stacks, and the words of a status. */
function redact(span: ReadableSpan): ReadableSpan {
  const { name, kind, parentSpanContext, startTime, endTime, duration, ended, resource, status } = span
  const { instrumentationScope, droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span
  return {
    ...{ name, kind, parentSpanContext, startTime, endTime, duration, ended, resource },
    ...{ instrumentationScope, droppedAttributesCount, droppedEventsCount, droppedLinksCount },
    spanContext: () => span.spanContext(),
    attributes: keepListed(span.attributes),
    events: [],
    links: [],
    status: { code: status.code },
  }
}

function keepListed(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => attributesSent.has(name)))
}
