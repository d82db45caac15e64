// What the service counts of itself, as text for Prometheus. service.ts makes it; the embedder and http/request-metrics.ts report to it,
// and http/routes/metrics.ts serves it.
import { Gauge, Histogram, Registry } from 'prom-client'
import type { EmbedderLoad, EmbedderMeter } from '../embedder/meter.ts'
import { createEmbedderMeter, watchLoad } from './embedder-meter.ts'
import { processRegistry } from './process-registry.ts'

/** One answer, or one that nobody waited for. */
export type ObservedRequest = {
  method: string
  /** The pattern of the route, never an address: each value is a time series of its own. */
  route: string
  /** The status of the answer; 499 where the connection ended before it was sent. */
  status: number
  /** From when its headers were read to the end of its answer. */
  ms: number
}

export type Build = { version: string; model: string; revision: string; store: string }

export type Metrics = {
  readonly embedderMeter: EmbedderMeter
  /** `load` is asked at every scrape. */
  watchEmbedder(load: () => EmbedderLoad): void
  /** What runs here, as labels of a series that is always 1. */
  describeBuild(build: Build): void
  observeRequest(request: ObservedRequest): void
  /** Of what `render` gives: the text format 0.0.4 of Prometheus. */
  readonly contentType: string
  /** Everything that was counted, and the process's own figures. */
  render(): Promise<string>
}

/** In seconds, from a probe to the default time limit of a request. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Counts of its own, so that several services may live in one process; the process's figures are the same in all. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests by route and status, until their answer is sent; 499 where the client went away before.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: requestBuckets,
    registers,
  })
  const build = new Gauge({
    name: 'likeness_build_info',
    help: 'Always 1: the version, model and store that run here.',
    labelNames: ['version', 'model', 'revision', 'store'] as const,
    registers,
  })
  const embedderMeter = createEmbedderMeter(registry)
  // Now, as its clocks measure from their start on.
  const ofProcess = processRegistry()

  return {
    embedderMeter,
    watchEmbedder: (load) => watchLoad(registry, load),
    describeBuild(labels) {
      build.set(labels, 1)
    },
    observeRequest({ method, route, status, ms }) {
      requests.observe({ method, route, status }, ms / 1000)
    },
    contentType: registry.contentType,
    render: () => Registry.merge([ofProcess, registry]).metrics(),
  }
}
