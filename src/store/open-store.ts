// The registry of stores: a URL's scheme picks the adapter. A new kind of store is one file and one line of `adapters`.
// Called by src/wire.ts and, for the owner of a store, by the server and the command line.
import { createError } from '../errors.ts'
import type { Finding } from './diagnosis.ts'
import { elasticsearchAdapters } from './elasticsearch/elasticsearch-adapter.ts'
import { embeddedAdapter } from './embedded/embedded-adapter.ts'
import type { IndexLife } from './index-life.ts'
import type { DiagnoseOptions, OpenLifeOptions, OpenStoreOptions, StoreAdapter, StoreOwner } from './store-adapter.ts'
import type { VectorStore } from './vector-store.ts'

const adapters: readonly StoreAdapter[] = [embeddedAdapter, ...elasticsearchAdapters]

/**
 * Opens the store at `url`, such as `file:./data`; relative folders are relative to the working directory.
 *
 * Errors: CONFIG_INVALID for a URL of no known kind; STORE_LOCKED, STORE_MISMATCH or STORE_INVALID from the store.
 */
export async function openStore(url: string, options: OpenStoreOptions): Promise<VectorStore> {
  return pickAdapter(url).open(url, options)
}

/** The indexes of the store at `url`, to be made, filled, switched and deleted. Errors: CONFIG_INVALID; STORE_INVALID. */
export async function openIndexLife(url: string, options: OpenLifeOptions = {}): Promise<IndexLife> {
  return pickAdapter(url).openLife(url, options)
}

/** What is right and wrong with the store at `url`, for `likeness doctor`; changes nothing. Errors: CONFIG_INVALID. */
export async function diagnoseStore(url: string, options: DiagnoseOptions): Promise<Finding[]> {
  return pickAdapter(url).diagnose(url, options)
}

/** What STORE_URL can look like, for people. */
export const storeUrlExamples: readonly string[] = adapters.map(({ example }) => example)

/** Whether a store of a known kind can lie at `url`. */
export function isStoreUrl(url: string): boolean {
  return findAdapter(url)?.accepts(url) ?? false
}

/** The folder of this machine that the store at `url` keeps its files in; null where it keeps none here. */
export function findStoreFolder(url: string): string | null {
  return findAdapter(url)?.folderOf(url) ?? null
}

/** The live process that owns the store at `url`, through whose service others may work; null when there is none. */
export function findStoreOwner(url: string): StoreOwner | null {
  return pickAdapter(url).findOwner(url)
}

/** Records where this process, which opened the store at `url`, listens, for `findStoreOwner` in other processes. */
export function announceStoreOwner(url: string, serviceUrl: string): void {
  pickAdapter(url).announceOwner(url, serviceUrl)
}

function findAdapter(url: string): StoreAdapter | undefined {
  const scheme = schemeOf(url)
  return adapters.find((adapter) => adapter.scheme === scheme)
}

function schemeOf(url: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
}

/** Throws CONFIG_INVALID unless a store of a known kind can lie at `url`. The URL is not repeated: it may hold a password. */
function pickAdapter(url: string): StoreAdapter {
  const adapter = findAdapter(url)
  if (adapter) return adapter
  const scheme = schemeOf(url)
  const given = scheme ? `starts with \`${scheme}:\`` : 'has no scheme'
  const accepted = storeUrlExamples.map((example) => `\`${example}\``).join(', ')
  throw createError('CONFIG_INVALID', `STORE_URL ${given}. Accepted: ${accepted}.`)
}
