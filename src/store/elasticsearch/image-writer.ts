// Writes records and vectors: refusals first, then one bulk request over every index of the store. Indexes of other spaces get
// the record without its vector, which an instance of theirs makes.
import { createError } from '../../errors.ts'
import { assertUnitVector } from '../../vector.ts'
import type { ImageChanges, ImageRecord, StoredImage } from '../vector-store.ts'
import type { BulkOperation, BulkOutcome, BulkWriter } from './bulk-writer.ts'
import { toDocument, toPartialDocument, toRecord } from './document.ts'
import type { Engine } from './engine.ts'
import { toItemError } from './engine-failure.ts'
import { getByPath, getRecords } from './image-reader.ts'
import type { OpenIndex } from './index-family.ts'
import { findTombstones, hasTombstones, stateAliasOf, tombstoneIdOf, toTombstone } from './shared-state.ts'

/** Where a write goes: the instance's own index, and the write aliases of the store's others. */
export type WriteTargets = {
  own: OpenIndex
  others: string[]
  /** The own index is not refreshed by itself while a load lasts. */
  isTuned: boolean
}

export type ImageWriterParts = {
  engine: Engine
  bulk: BulkWriter
  /** The STORE_URL's index name. */
  store: string
  dims: number
  findTargets: () => Promise<WriteTargets>
  /** False for a migration, which follows what others removed. */
  keepsTombstones: boolean
}

export function createImageWriter(parts: ImageWriterParts) {
  const { engine, bulk, store, dims, findTargets, keepsTombstones } = parts

  /** Runs the operations and throws what became of the first that failed; `isHarmless` says which failures are none. */
  async function write(
    operations: BulkOperation[],
    isSearchable: boolean,
    isHarmless: (outcome: BulkOutcome, operation: BulkOperation) => boolean = () => false,
  ): Promise<BulkOutcome[]> {
    const { own, isTuned } = await findTargets()
    const outcomes = await bulk.write(operations, { isSearchable: isSearchable && !isTuned })
    if (isSearchable && isTuned) await refresh(engine, own)
    for (const [i, outcome] of outcomes.entries()) {
      const operation = operations[i]!
      if (outcome.error === null || isHarmless(outcome, operation)) continue
      // An index of another space may be deleted at any time.
      const isOfOthers = operation.alias !== own.writeAlias && operation.alias !== stateAliasOf(store)
      if (outcome.error.type === 'index_not_found_exception' && isOfOthers) continue
      throw toItemError(outcome.error)
    }
    return outcomes
  }

  async function findOwnTombstones(paths: string[], isSearchable: boolean): Promise<Set<string>> {
    if (!keepsTombstones || (!isSearchable && !(await hasTombstones(engine, store)))) return new Set()
    return findTombstones(engine, store, paths)
  }

  return {
    async upsert(
      images: readonly StoredImage[],
      { isSearchable = true }: { isSearchable?: boolean } = {},
    ): Promise<void> {
      for (const { vector } of images) assertUnitVector(vector, dims)
      const kept = [...new Map(images.map((image) => [image.record.imageId, image])).values()]
      const { own, others } = await findTargets()
      const alias = requireWritable(own)
      const paths = kept.map(({ record }) => record.relativePath)
      const [, tombstones] = await Promise.all([
        assertPathsAreFree(engine, own, kept),
        findOwnTombstones(paths, isSearchable),
      ])
      const operations: BulkOperation[] = kept.flatMap(({ record, vector }) => {
        const { imageId: id } = record
        return [
          { kind: 'index' as const, alias, id, document: toDocument(record, vector) },
          ...others.map((other) => ({ kind: 'index' as const, alias: other, id, document: toDocument(record, null) })),
        ]
      })
      await write(operations, isSearchable)
      await write(toRemovals(stateAliasOf(store), [...tombstones].map(tombstoneIdOf)), false)
    },

    async update(
      imageId: string,
      changes: ImageChanges,
      updatedAt: string,
      { isSearchable = true }: { isSearchable?: boolean } = {},
    ): Promise<ImageRecord | null> {
      const { own, others } = await findTargets()
      const document = toPartialDocument(changes, updatedAt)
      const operations = [requireWritable(own), ...others].map((alias) => {
        return { kind: 'update' as const, alias, id: imageId, document }
      })
      const isAbsent = ({ error }: BulkOutcome) => error?.type === 'document_missing_exception'
      const [outcome] = await write(operations, isSearchable, isAbsent)
      return outcome?.source ? toRecord(outcome.source) : null
    },

    async remove(
      imageIds: readonly string[],
      { isForgotten = false }: { isForgotten?: boolean } = {},
    ): Promise<ImageRecord[]> {
      const { own, others } = await findTargets()
      const alias = requireWritable(own)
      const found = await getRecords(engine, own, [...new Set(imageIds)])
      const records = found.filter((record) => record !== null)
      const ids = records.map((record) => record.imageId)
      // First, so that a crash in between leaves a tombstone too many rather than a picture that an ingest brings back.
      if (keepsTombstones && !isForgotten) await write(toTombstones(store, records), false)
      await write(
        [alias, ...others].flatMap((one) => toRemovals(one, ids)),
        true,
      )
      return records
    },
  }
}

async function refresh(engine: Engine, { name }: OpenIndex): Promise<void> {
  await engine.call((client, options) => client.indices.refresh({ index: name }, options))
}

function toTombstones(store: string, records: ImageRecord[]): BulkOperation[] {
  const alias = stateAliasOf(store)
  return records.map(({ relativePath }) => {
    return { kind: 'index', alias, id: tombstoneIdOf(relativePath), document: toTombstone(relativePath) }
  })
}

function toRemovals(alias: string, ids: string[]): BulkOperation[] {
  return ids.map((id) => ({ kind: 'delete', alias, id }))
}

function requireWritable({ name, writeAlias }: OpenIndex): string {
  if (writeAlias !== null) return writeAlias
  const detail = `The index "${name}" was filled by hand, and no model is recorded for it: it is only searched. \`npx --no likeness index adopt\` records the model and makes it writable.`
  throw createError('STORE_READ_ONLY', detail)
}

/** Throws PATH_TAKEN where another image has the path of one of these, or two of these have one. */
async function assertPathsAreFree(engine: Engine, own: OpenIndex, images: readonly StoredImage[]): Promise<void> {
  const owners = new Map<string, string>()
  for (const { record } of images) {
    if ((owners.get(record.relativePath) ?? record.imageId) !== record.imageId) throw taken(record)
    owners.set(record.relativePath, record.imageId)
  }
  const holders = await getByPath(engine, own, [...owners.keys()])
  for (const [i, { record }] of images.entries()) {
    const holder = holders[i]
    if (!holder || holder.imageId === record.imageId) continue
    // It may have moved on within this very batch, or since the last refresh.
    const isMoving = images.some((image) => image.record.imageId === holder.imageId)
    if (isMoving) continue
    const [now] = await getRecords(engine, own, [holder.imageId])
    if (now?.relativePath === record.relativePath) throw taken(record)
  }
}

function taken({ relativePath }: ImageRecord) {
  return createError('PATH_TAKEN', `Another image has the path "${relativePath}".`)
}
