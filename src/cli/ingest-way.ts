// Decides how an ingest reaches the store: through a named service, through the one that owns the store, or in this
// process. ingest.ts uses it.
import type { Config } from '../config.ts'
import { createCatalogTarget } from '../ingest/catalog-target.ts'
import type { IngestTarget, TargetOptions } from '../ingest/ingest-target.ts'
import { createServiceTarget } from '../ingest/service-target.ts'
import { wire } from '../wire.ts'
import { findService } from './find-service.ts'

export type IngestWay = {
  target: IngestTarget
  /** The address of the service that does the work; null in this process. */
  serviceUrl: string | null
  close(): Promise<void>
}

/**
 * `url` wins; else the store's live owner is asked; else the store is opened here.
 *
 * Errors: STORE_LOCKED when the owner serves nothing; those of `createServiceTarget` and `wire`.
 */
export async function chooseIngestWay(
  config: Config,
  { url, restore }: TargetOptions & { url: string | undefined },
): Promise<IngestWay> {
  const service = findService(config, url)
  if (service !== null) {
    const target = await createServiceTarget({ ...service, restore })
    return { target, serviceUrl: service.url, close: async () => {} }
  }
  const say = (message: string) => void process.stderr.write(`${message}\n`)
  // Nobody searches here, and equal pictures are known by the store.
  const parts = await wire({ ...config, embedder: 'image', cacheBytesMax: 0 }, { info: say, warn: say })
  return { target: createCatalogTarget(parts.catalog, { restore }), serviceUrl: null, close: () => parts.close() }
}
