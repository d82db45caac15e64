// Decides how documents reach a store: through a named service, through the one that owns the store, or in this process. import.ts and
// copy.ts use it.
import type { Config } from '../config.ts'
import type { VectorSpace } from '../embedder/embedder.ts'
import { createError } from '../errors.ts'
import { createDocumentParser, formatHeader } from '../http/document-lines.ts'
import { isSameSpace } from '../store/vector-space.ts'
import type { ImportTarget } from '../transfer/import-target.ts'
import { createServiceTarget } from '../transfer/service-target.ts'
import { createStoreTarget } from '../transfer/store-target.ts'
import { findModelSpace, openImportParts } from '../wire-store.ts'
import { findService } from './find-service.ts'

export type ImportWay = { target: ImportTarget; serviceUrl: string | null }

export type ImportWayOptions = {
  /** A service that is named; else the store's owner, else the store itself. */
  url: string | undefined
  restore: boolean
  /** What made the vectors: a space, or the name of a model. */
  made: { space: VectorSpace } | { model: string }
  /** Whether a store that is opened here must be of the settings' model, so that their service can open it. */
  isForSettings: boolean
}

/** Errors: STORE_LOCKED, MODEL_MISMATCH; those of the service or the store. */
export async function chooseImportWay(config: Config, options: ImportWayOptions): Promise<ImportWay> {
  const { url, restore, made } = options
  const service = findService(config, url)
  if (service !== null) {
    const model = 'space' in made ? { header: formatHeader(made.space, new Date()) } : { name: made.model }
    return { target: await createServiceTarget({ ...service, restore, model }), serviceUrl: service.url }
  }
  if (options.isForSettings && 'space' in made) await assertModel(config, made.space)
  const parts = await openImportParts(config, made)
  const parseLine = createDocumentParser(config.attributeTypes)
  const parse = (text: string | null) => {
    const line = parseLine(text)
    if (line.kind === 'image') return line.image
    if (isSameSpace(parts.store.space, line.space))
      throw createError('BODY_INVALID', 'A header belongs on the first line.')
    throw createError('MODEL_MISMATCH', `The vectors that follow are of the space “${line.space.id}”.`)
  }
  return { target: createStoreTarget({ ...parts, parse }, { restore }), serviceUrl: null }
}

async function assertModel(config: Config, space: VectorSpace): Promise<void> {
  const own = await findModelSpace(config)
  if (isSameSpace(own, space)) return
  throw createError(
    'MODEL_MISMATCH',
    `The vectors are of the space “${space.id}”; the settings' model has “${own.id}”. Set MODEL to the one that made them.`,
  )
}
