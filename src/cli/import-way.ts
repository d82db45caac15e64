// Decides how documents reach a store: through a named service, through the one that owns the store, or in this process. import.ts and
// copy.ts use it.
import type { Config } from '../config.ts'
import type { VectorSpace } from '../embedder/embedder.ts'
import { createError } from '../errors.ts'
import { formatHeader, isSpaceOf, parseDocumentLine } from '../http/document-lines.ts'
import { findStoreOwner } from '../store/open-store.ts'
import type { ImportTarget } from '../transfer/import-target.ts'
import { createServiceTarget } from '../transfer/service-target.ts'
import { createStoreTarget } from '../transfer/store-target.ts'
import { findModelSpace, openImportParts } from '../wire-store.ts'

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

/** Longer than the service's own limit, so that its answer to a slow request still arrives. */
const serviceTimeoutMarginMs = 5_000

/** Errors: STORE_LOCKED, MODEL_MISMATCH; those of the service or the store. */
export async function chooseImportWay(config: Config, options: ImportWayOptions): Promise<ImportWay> {
  const { url, restore, made } = options
  const owner = url === undefined ? findStoreOwner(config.storeUrl) : null
  if (owner && owner.url === null) {
    throw createError('STORE_LOCKED', `Process ${owner.pid ?? '?'} owns the store and serves nothing to work through.`)
  }
  const serviceUrl = url ?? owner?.url ?? null
  if (serviceUrl !== null) {
    const model = 'space' in made ? { header: formatHeader(made.space, new Date()) } : { name: made.model }
    const timeoutMs = config.requestTimeoutMs + serviceTimeoutMarginMs
    const access = { url: serviceUrl, apiKey: config.apiKeys[0], timeoutMs }
    return { target: await createServiceTarget({ ...access, restore, model }), serviceUrl }
  }
  if (options.isForSettings && 'space' in made) await assertModel(config, made.space)
  const parts = await openImportParts(config, made)
  const parse = (text: string | null) => {
    const line = parseDocumentLine(text)
    if (line.kind === 'image') return line.image
    if (isSpaceOf(parts.store.space, line.space))
      throw createError('BODY_INVALID', 'A header belongs on the first line.')
    throw createError('MODEL_MISMATCH', `The vectors that follow are of the space “${line.space.id}”.`)
  }
  return { target: createStoreTarget({ ...parts, parse }, { restore }), serviceUrl: null }
}

async function assertModel(config: Config, space: VectorSpace): Promise<void> {
  const own = await findModelSpace(config)
  if (isSpaceOf(own, space)) return
  throw createError(
    'MODEL_MISMATCH',
    `The vectors are of the space “${space.id}”; the settings' model has “${own.id}”. Set MODEL to the one that made them.`,
  )
}
