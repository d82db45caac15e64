// Decides how an ingest reaches the store: through a named service, through the one that owns the store, or in this
// process. ingest.ts uses it.
import type { Config } from '../config.ts'
import { createError } from '../errors.ts'
import { createCatalogTarget } from '../ingest/catalog-target.ts'
import type { IngestTarget, TargetOptions } from '../ingest/ingest-target.ts'
import { createServiceTarget } from '../ingest/service-target.ts'
import { findStoreOwner } from '../store/open-store.ts'
import { wire } from '../wire.ts'

export type IngestWay = {
  target: IngestTarget
  /** The address of the service that does the work; null in this process. */
  serviceUrl: string | null
  close(): Promise<void>
}

/** Longer than the service's own limit, so that its answer to a slow request still arrives. */
const serviceTimeoutMarginMs = 5_000

/**
 * `url` wins; else the store's live owner is asked; else the store is opened here.
 *
 * Errors: STORE_LOCKED when the owner serves nothing; those of `createServiceTarget` and `wire`.
 */
export async function chooseIngestWay(
  config: Config,
  { url, restore }: TargetOptions & { url: string | undefined },
): Promise<IngestWay> {
  const owner = url === undefined ? findStoreOwner(config.storeUrl) : null
  if (owner && owner.url === null) {
    const who = owner.pid === null ? 'Another process' : `Process ${owner.pid}`
    throw createError(
      'STORE_LOCKED',
      `${who} owns this data folder and serves nothing that could be worked through; perhaps another ingest runs, or a service is just starting. Try again when it is done.`,
    )
  }
  const serviceUrl = url ?? owner?.url ?? null
  if (serviceUrl !== null) {
    const timeoutMs = config.requestTimeoutMs + serviceTimeoutMarginMs
    const target = await createServiceTarget({ url: serviceUrl, apiKey: config.apiKeys[0], restore, timeoutMs })
    return { target, serviceUrl, close: async () => {} }
  }
  const say = (message: string) => void process.stderr.write(`${message}\n`)
  // Nobody searches here, and equal pictures are known by the store.
  const parts = await wire({ ...config, embedder: 'image', cacheBytesMax: 0 }, { info: say, warn: say })
  return { target: createCatalogTarget(parts.catalog, { restore }), serviceUrl: null, close: () => parts.close() }
}
