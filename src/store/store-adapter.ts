// What a kind of store gives to the registry (open-store.ts): how its URLs look, how it opens, who owns it.
import type { VectorSpace } from '../embedder/embedder.ts'
import type { VectorStore } from './vector-store.ts'

export type OpenStoreOptions = {
  /** The vector space of the model in use; a store of another space is refused with STORE_MISMATCH. */
  space: VectorSpace
  /** How many searches may run at once, for stores that search in this process. */
  workers?: number
}

/** A running process that holds a store for itself. */
export type StoreOwner = {
  /** Null only in the instant before it is recorded. */
  pid: number | null
  /** Where its service listens on loopback; null before it listens, or when it serves nothing. */
  url: string | null
}

export type StoreAdapter = {
  /** The URL scheme without the colon. */
  scheme: string
  /** A URL of this kind, for error messages. */
  example: string
  /** Whether the URL, of this scheme, names a place where such a store can lie. */
  accepts(url: string): boolean
  /** The folder of this machine, absolute, that the store keeps its files in; null for one that keeps none here. */
  folderOf(url: string): string | null
  open(url: string, options: OpenStoreOptions): Promise<VectorStore>
  /** The live process that alone may open the store; null when it is free or takes many processes. */
  findOwner(url: string): StoreOwner | null
  /** Tells other processes where the service of this process, the owner, listens. */
  announceOwner(url: string, serviceUrl: string): void
}
