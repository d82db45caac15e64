// Moves the library from the index that holds it to one for the space of another model, while services go on with the old one:
// made, filled, switched to. sync-index.ts fills it; src/cli/index-migrate.ts is the caller. docs/operations.md tells of it.
import type { Embedder } from './embedder/embedder.ts'
import { createError } from './errors.ts'
import type { Library } from './library/library.ts'
import type { IndexLife, IndexVersion } from './store/index-life.ts'
import { type SyncRequest, type SyncSummary, syncIndex } from './sync-index.ts'

export type MigrationRequest = Pick<SyncRequest, 'bounds' | 'onProgress' | 'signal'> & {
  life: IndexLife
  library: Library
  /** Of the new model. Called once no other process migrates. */
  openEmbedder(): Promise<Embedder>
  /** Whether to switch although some pictures could not be embedded. */
  allowSkipped: boolean
  /** Before the first picture. */
  onStart?: (from: IndexVersion, to: IndexVersion) => void
}

export type MigrationResult =
  /** There was nothing to do. */
  | { kind: 'serving'; to: IndexVersion }
  /** Nothing had to be brought over where the index is the newest already, as after a rollback: then there is no summary. */
  | { kind: 'switched'; from: IndexVersion; to: IndexVersion; summary: SyncSummary | null }
  /** Pictures were skipped, and that is not allowed. */
  | { kind: 'held back'; from: IndexVersion; to: IndexVersion; summary: SyncSummary }

/**
 * Stopped or killed at any point, the same call goes on with what is left. Rejects with the signal's reason; MIGRATION_RUNNING;
 * INDEX_IN_USE where an instance of the new model uses its index; the failures of the embedder and the store.
 */
export async function migrateIndex(request: MigrationRequest): Promise<MigrationResult> {
  return request.life.exclusively(async (held) => {
    const embedder = await request.openEmbedder()
    try {
      const signal = request.signal ? AbortSignal.any([held, request.signal]) : held
      return await migrate(request, embedder, signal)
    } finally {
      await embedder.close()
    }
  })
}

async function migrate(request: MigrationRequest, embedder: Embedder, signal: AbortSignal): Promise<MigrationResult> {
  const { life, allowSkipped } = request
  signal.throwIfAborted()
  const to = await life.create(embedder.model.space)
  if (to.isServing) return { kind: 'serving', to }
  const from = (await life.versions()).find(({ isNewest }) => isNewest)
  if (!from) throw createError('STORE_INVALID', 'No index of this store is known to hold its pictures.')
  request.onStart?.(from, to)
  const summary = to.name === from.name ? null : await fill(request, embedder, { from, to, signal })
  signal.throwIfAborted()
  if (summary !== null && summary.counts.skipped > 0 && !allowSkipped) return { kind: 'held back', from, to, summary }
  await life.switchTo(to.name)
  return { kind: 'switched', from, to, summary }
}

/** Resolves when both are closed again: what is switched to is used by services, and by nobody else. */
async function fill(
  { life, library, bounds, onProgress }: MigrationRequest,
  embedder: Embedder,
  { from, to, signal }: { from: IndexVersion; to: IndexVersion; signal: AbortSignal },
): Promise<SyncSummary> {
  const source = await life.openSource(from.name)
  try {
    const target = await life.openTarget(to.name)
    try {
      return await syncIndex({ source, target, embedder, library, bounds, onProgress, signal })
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}
