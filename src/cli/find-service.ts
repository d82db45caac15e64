// Finds the service that a command works through: one that is named, or the one that owns the store. ingest-way.ts and import-way.ts ask.
import type { Config } from '../config.ts'
import { createError } from '../errors.ts'
import type { ServiceClientOptions } from '../service-client.ts'
import { findStoreOwner } from '../store/open-store.ts'

/** Longer than the service's own limit, so that its answer to a slow request still arrives. */
const timeoutMarginMs = 5_000

/** Null where the store is free to be opened in this process. Errors: STORE_LOCKED when its owner serves nothing. */
export function findService(config: Config, named: string | undefined): ServiceClientOptions | null {
  const owner = named === undefined ? findStoreOwner(config.storeUrl) : null
  if (owner && owner.url === null) {
    const who = owner.pid === null ? 'Another process' : `Process ${owner.pid}`
    throw createError(
      'STORE_LOCKED',
      `${who} owns this data folder and serves nothing that could be worked through; perhaps another ingest runs, or a service is just starting. Try again when it is done.`,
    )
  }
  const url = named ?? owner?.url ?? null
  if (url === null) return null
  return { url, apiKey: config.apiKeys[0], timeoutMs: config.requestTimeoutMs + timeoutMarginMs }
}
