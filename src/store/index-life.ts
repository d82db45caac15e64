// The life of a store's indexes: a store may hold one index a vector space, of which one serves. The port behind
// `likeness index`; adapters: src/store/embedded/, src/store/elasticsearch/. ../migrate-index.ts moves a library between two.
import type { VectorSpace } from '../embedder/embedder.ts'
import type { ImageRecord, ListRequest, VectorStore } from './vector-store.ts'

/** One index of a store, for one vector space. */
export type IndexVersion = {
  /** Unique in the store: a file's or an index's name. */
  name: string
  /** Null for an index that somebody filled by hand and that no model was recorded for. */
  space: VectorSpace | null
  images: number
  /** Records that lack a vector: written by instances of another space while a migration ran. */
  pending: number
  /** New instances find their pictures here, when its space is theirs. */
  isServing: boolean
  /** A migration fills it, or was stopped before it switched to it: no instance uses it until then. */
  isFilling: boolean
  /** Holds every write so far, as far as any index does: a migration reads from it. One of a store that has any. */
  isNewest: boolean
  sizeBytes: number
  /** Who uses it right now, for people: "process 4711", "instance a1b2 on host-3". */
  usedBy: string[]
}

/** What a migration or an export reads from: an index of a store, whoever owns it and goes on writing to it. */
export type RecordSource = Pick<VectorStore, 'get' | 'getVectors' | 'findTombstones'> & {
  list(request: Pick<ListRequest, 'limit' | 'afterId'>): Promise<ImageRecord[]>
  count(): Promise<number>
  /**
   * Paths of tombstones after this one, in code point order; at most `limit` (1 to 1,000). None where the indexes of a store share
   * them.
   */
  listTombstones(request: { limit: number; afterPath?: string }): Promise<string[]>
  close(): Promise<void>
}

/** What a migration writes to. `get` gives null for a record that still lacks its vector. */
export type MigrationTarget = VectorStore & {
  /** Leaves tombstones at the paths, where no record is. */
  bury(relativePaths: readonly string[]): Promise<void>
}

/** How writes to another index, made since an index was in use last, are taken over into it. */
export type CatchUp = (source: RecordSource, target: MigrationTarget) => Promise<void>

/** What `adopt` found and did. */
export type Adoption = {
  images: number
  /** Documents that were stored under another id than their image's. */
  renamed: number
  /** Vectors that were not of unit length. */
  normalised: number
}

/** Wishes for an index that is made; each absent one is the engine's default. */
export type IndexWishes = { type?: string; shards?: number; replicas?: number }

/** What only a store on a cluster of its own offers. */
export type ClusterLife = {
  /** Vectors of the index that no model is recorded for, with the paths of their pictures. Errors: as `adopt`. */
  sampleVectors(count: number): Promise<{ relativePath: string; vector: Float32Array }[]>
  /**
   * Records the model of the index that somebody filled by hand, and makes it writable. Errors: STORE_INVALID, which names what
   * stands in the way; CONFIG_INVALID where there is no such index.
   */
  adopt(space: VectorSpace, onProgress: (checked: number) => void): Promise<Adoption>
  /** Makes the index of this space ready for a big load: no refresh, and without `replicas` no copies. */
  tune(space: VectorSpace, options: { replicas: boolean }): Promise<string>
  /** Gives it the settings back that it had. Both resolve to the index's name. */
  restore(space: VectorSpace): Promise<string>
}

/** What only a store in files of this machine offers. */
export type StoreSnapshots = {
  /**
   * Writes the serving index to a file, as it is at one moment, while its owner goes on. Resolves to how many images it holds. Errors:
   * INDEX_MISSING; CONFIG_INVALID where the file cannot be written.
   */
  save(file: string): Promise<number>
  /** Makes such a file the store's index. Errors: CONFIG_INVALID where the store has one; STORE_INVALID; STORE_LOCKED. */
  load(file: string): Promise<number>
}

export type IndexLife = {
  /** For people: which engine this is, without address or secret. */
  readonly description: string
  /** Every index of the store, oldest first; empty where the store was not made yet. */
  versions(): Promise<IndexVersion[]>
  /**
   * The index of this space, made when it is missing; the first of a store serves, later ones are `isFilling`.
   * Errors: STORE_INVALID where the store cannot hold it; CONFIG_INVALID for wishes that this engine does not know.
   */
  create(space: VectorSpace, wishes?: IndexWishes): Promise<IndexVersion>
  /** Absent for a store without a cluster. */
  readonly cluster?: ClusterLife
  /** Absent for a store on a cluster. */
  readonly snapshots?: StoreSnapshots
  openSource(name: string): Promise<RecordSource>
  /**
   * Opens an index to be filled, within `exclusively`; it is `isFilling` from then on. Errors: INDEX_IN_USE for the one that
   * serves, for the newest, and where a running instance uses it.
   */
  openTarget(name: string): Promise<MigrationTarget>
  /** Makes this index the one that serves, in one step: whoever opens the store sees the one before or this one. */
  switchTo(name: string): Promise<void>
  /** Deletes an index for good. Errors: INDEX_IN_USE as for `openTarget`. */
  delete(name: string): Promise<void>
  /**
   * Runs `work` while no other process migrates, switches or deletes in this store; what a dead one held is taken over.
   * `signal` aborts when the hold is lost. Errors: MIGRATION_RUNNING, which names the other.
   */
  exclusively<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>
  close(): Promise<void>
}
