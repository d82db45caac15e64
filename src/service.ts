// A running service: parts wired, app listening, the store's owner announced. Used by server.ts and the demo.
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { createApp } from './app.ts'
import { type Config, isLoopback } from './config.ts'
import { announceStoreOwner } from './store/open-store.ts'
import { version } from './version.ts'
import { type Parts, wire } from './wire.ts'

export type Service = Parts & {
  /** Where this machine reaches the service. */
  url: string
}

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
  const parts = await wire(config)
  try {
    const app = await createApp({ ...parts, config, version, logger })
    await app.listen({ host: config.host, port: config.port })
    const { port } = app.server.address() as AddressInfo
    const url = `http://${isLoopback(config.host) ? hostInUrl(config.host) : '127.0.0.1'}:${port}`
    announceStoreOwner(config.storeUrl, url)
    return {
      ...parts,
      url,
      async close() {
        await app.close()
        await parts.close()
      },
    }
  } catch (error) {
    await parts.close()
    throw error
  }
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
