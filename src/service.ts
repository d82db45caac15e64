// A running service: parts wired, app listening, the store's owner announced. Used by server.ts and the demo.
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { createError } from './errors.ts'
import { type JobRunner, startJobRunner } from './jobs/job-runner.ts'
import { createJobs } from './jobs/jobs.ts'
import { createMetrics } from './metrics/metrics.ts'
import { announceStoreOwner } from './store/open-store.ts'
import { startTracing, type Tracing } from './tracing.ts'
import { version } from './version.ts'
import { type Parts, type Tell, wire } from './wire.ts'

export type Service = Parts & {
  /** Where this machine reaches the service. */
  url: string
}

type App = Awaited<ReturnType<typeof createApp>>

/** Resolves when the service answers requests. `close` finishes what is in flight first. */
export async function startService(config: Config): Promise<Service> {
  const logger = pino({
    level: config.logLevel,
    redact: ['req.headers.authorization', 'req.headers.cookie'],
    serializers: {
      // The path alone: words that people search with stay out of the log.
      req: ({ id, method, url }) => ({ id, method, path: url?.split('?')[0] }),
      err: pino.stdSerializers.err,
    },
  })
  const tell: Tell = {
    info: (message) => logger.info(message),
    warn: (message, cause) => logger.warn({ err: cause }, message),
  }
  const metrics = createMetrics()
  const tracing = await startTracingOf(config, tell)
  let parts: Parts | undefined
  let app: App | undefined
  let runner: JobRunner | undefined
  async function close(): Promise<void> {
    try {
      // A job is given back while requests finish: a client that keeps the stop waiting must not leave it no time.
      await Promise.all([app?.close(), runner?.close()])
    } finally {
      // Together, as a stop has little time; requests, which traces are about, are over.
      await Promise.all([parts?.close(), tracing?.close()])
    }
  }
  try {
    parts = await wire(config, tell, metrics)
    const { imageSearch, catalog } = parts
    const { name: model, revision } = imageSearch.model
    metrics.describeBuild({ version, model, revision, store: catalog.storeDescription })
    const jobs = createJobs({ store: parts.jobStore, library: parts.library, wake: () => runner?.wake() })
    app = await createApp({ imageSearch, catalog, jobs, answers: parts.answers, config, metrics, version, logger })
    await listen(app, config)
    // One that embeds no pictures leaves the jobs to others.
    if (config.embedder !== 'text')
      runner = startJobRunner({ store: parts.jobStore, run: parts.runIngestJob, log: logger })
    const { port } = app.server.address() as AddressInfo
    const url = `http://${hostInUrl(config.host)}:${port}`
    announceStoreOwner(config.storeUrl, url)
    return { ...parts, url, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function startTracingOf({ otelEndpoint, otelServiceName }: Config, tell: Tell): Promise<Tracing | null> {
  if (otelEndpoint === null) return null
  return startTracing({ endpoint: otelEndpoint, serviceName: otelServiceName, version, tell })
}

/** What hinders listening, as far as a person can mend it by other settings. */
const listenFaults: Record<string, string> = {
  EADDRINUSE: 'another program listens there already',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'this user may not',
  ENOTFOUND: 'the name has no address',
}

async function listen(app: App, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    const fault = listenFaults[(cause as NodeJS.ErrnoException).code ?? '']
    if (!fault) throw cause
    throw createError('CONFIG_INVALID', `Cannot listen on HOST ${host}, PORT ${port}: ${fault}.`, { cause })
  }
}

function hostInUrl(host: string): string {
  // Every address of the machine is listened on: this one is always among them.
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
