// The registry of stores: a URL's scheme picks the adapter. A new kind of store is one file and one line of `adapters`.
// Called by src/wire.ts and, for the owner of a store, by the server and the command line.
import { createError } from '../errors.ts'
import { embeddedAdapter } from './embedded/embedded-adapter.ts'
import type { OpenStoreOptions, StoreAdapter, StoreOwner } from './store-adapter.ts'
import type { VectorStore } from './vector-store.ts'

const adapters: readonly StoreAdapter[] = [embeddedAdapter]

/**
 * Opens the store at `url`, such as `file:./data`; relative folders are relative to the working directory.
 *
 * Errors: CONFIG_INVALID for a URL of no known kind; STORE_LOCKED, STORE_MISMATCH or STORE_INVALID from the store.
 */
export async function openStore(url: string, options: OpenStoreOptions): Promise<VectorStore> {
  return pickAdapter(url).open(url, options)
}

/** The live process that owns the store at `url`, through whose service others may work; null when there is none. */
export function findStoreOwner(url: string): StoreOwner | null {
  return pickAdapter(url).findOwner(url)
}

/** Records where this process, which opened the store at `url`, listens, for `findStoreOwner` in other processes. */
export function announceStoreOwner(url: string, serviceUrl: string): void {
  pickAdapter(url).announceOwner(url, serviceUrl)
}

/** Throws CONFIG_INVALID unless a store of a known kind can lie at `url`. The URL is not repeated: it may hold a password. */
function pickAdapter(url: string): StoreAdapter {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  const adapter = adapters.find((candidate) => candidate.scheme === scheme)
  if (adapter) return adapter
  const given = scheme ? `starts with \`${scheme}:\`` : 'has no scheme'
  const accepted = adapters.map(({ example }) => `\`${example}\``).join(', ')
  throw createError('CONFIG_INVALID', `STORE_URL ${given}. Accepted: ${accepted}.`)
}
