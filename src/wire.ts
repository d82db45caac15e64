// The only place where concrete parts meet, with wire-store.ts and wire-library.ts for those two alone: settings in, the use cases on real parts out.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { createCatchUp } from './catch-up.ts'
import { createChangeNotes } from './change-notes.ts'
import type { Config } from './config.ts'
import { createElasticsearchText } from './embedder/elasticsearch/elasticsearch-text.ts'
import type { Embedder } from './embedder/embedder.ts'
import type { EmbedderMeter } from './embedder/meter.ts'
import { chooseModel } from './embedder/models.ts'
import { sniffImageFormat } from './embedder/pixels/sniff-image-format.ts'
import { createEmbedder } from './embedder/pool.ts'
import type { TextEmbedder } from './embedder/text-embedder.ts'
import { isLikenessError } from './errors.ts'
import { type Filling, startFilling } from './fill-pending.ts'
import { createImageCatalog, type ImageCatalog } from './image-catalog.ts'
import { createImageSearch, type ImageSearch } from './image-search.ts'
import { filesAhead } from './ingest/in-flight.ts'
import type { IngestOptions } from './ingest/ingest.ts'
import type { RunIngestJob } from './jobs/job-runner.ts'
import { createIngestJob } from './jobs/run-ingest-job.ts'
import type { Library } from './library/library.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { MigrationRequest } from './migrate-index.ts'
import { createPullLog } from './model-hub/pull-log.ts'
import { pullModel } from './model-hub/pull-model.ts'
import { type ReadPictureMetadata, readPictureMetadata } from './picture/picture-metadata.ts'
import { settleChanges } from './settle-changes.ts'
import type { AnswerStore } from './store/answer-store.ts'
import type { JobStore } from './store/job-store.ts'
import { openStore } from './store/open-store.ts'
import type { VectorStore } from './store/vector-store.ts'
import { openLibrary } from './wire-library.ts'
import { openLife, storeAccess } from './wire-store.ts'

/** Tells the operator of what happens at the start and does not stop it. */
export type Tell = {
  info(message: string): void
  warn(message: string, cause: unknown): void
}

/** Of the files that are read ahead to be embedded, and to be embedded anew. */
const ingestBytesMax = 256 * 1024 * 1024

export type Parts = {
  imageSearch: ImageSearch
  catalog: ImageCatalog
  library: Library
  jobStore: JobStore
  answers: AnswerStore
  runIngestJob: RunIngestJob
  /** Finishes what is queued and lets go of the store. */
  close(): Promise<void>
}

/**
 * Makes every part and joins them. Resolves when the model is warm, the store is open, and what a crash left is settled.
 * `metrics` count what the embedder does; a command needs none.
 * Errors: CONFIG_INVALID, MODEL_NOT_PULLED, MODEL_PULL_FAILED, MODEL_INVALID, TEXT_EMBEDDER_UNAVAILABLE, STORE_LOCKED,
 * STORE_MISMATCH, STORE_INVALID; nothing stays open then.
 */
export async function wire(config: Config, tell: Tell, metrics?: Metrics): Promise<Parts> {
  const library = await openLibrary(config, tell)
  const embedder = await startEmbedder(config, tell, metrics?.embedderMeter)
  metrics?.watchEmbedder(embedder.load)
  let store: VectorStore | undefined
  let filling: Filling | undefined
  async function close(): Promise<void> {
    await filling?.stop()
    await embedder.close()
    await store?.close()
  }
  try {
    const log = { info: tell.info, warn: (line: string) => tell.warn(line, undefined) }
    const catchUp = createCatchUp({ embedder, library, bounds: syncBounds(config) }, log)
    store = await openStore(config.storeUrl, { ...storeOptions(config, embedder), catchUp })
    await store
      .check()
      .catch((cause) => tell.warn('The store does not serve; requests are refused until it does.', cause))
    const changeNotes = createChangeNotes(join(config.dataDir, 'unfinished', nameOfStore(config)))
    await settleChanges({ embedder, store, library, changeNotes }, (cause) =>
      tell.warn('A change that a crash cut short cannot be finished; the next start tries again.', cause),
    )
    filling = startFilling({ embedder, store, library }, (imageId, cause) =>
      tell.warn(`The picture ${imageId}, which an instance of another model added, cannot be embedded.`, cause),
    )
    const catalog = createImageCatalog({ embedder, store, library, changeNotes, readMetadata: metadataReader(config) })
    return {
      imageSearch: createImageSearch({ embedder, store }),
      catalog,
      library,
      jobStore: store.jobs,
      answers: store.answers,
      runIngestJob: createIngestJob({ catalog, library, options: ingestBounds(config) }),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What files tell of their pictures, as far as it is to be kept. */
function metadataReader({ dropLocation }: Config): ReadPictureMetadata {
  if (!dropLocation) return readPictureMetadata
  return async (bytes) => ({ ...(await readPictureMetadata(bytes)), location: null })
}

/** What the settings say of the store, for the model in use. */
function storeOptions(config: Config, { model }: Embedder) {
  return { space: model.space, workers: config.workers * config.threads, ...storeAccess(config) }
}

/** How much an ingest has in hand at once. */
export function ingestBounds(config: Config): Omit<IngestOptions, 'readsAll' | 'isDryRun'> {
  return {
    filesInFlightMax: filesAhead(config),
    bytesInFlightMax: Math.min(config.inFlightBytesMax, ingestBytesMax),
    imageBytesMax: config.imageBytesMax,
    isPicture: (head) => sniffImageFormat(head) !== undefined,
  }
}

function syncBounds(config: Config): MigrationRequest['bounds'] {
  const { filesInFlightMax, bytesInFlightMax } = ingestBounds(config)
  return { filesMax: filesInFlightMax, bytesMax: bytesInFlightMax }
}

/** What a migration to the settings' model works on; the model is loaded when it is asked for. Errors as `openLife`. */
export async function wireMigration(
  config: Config,
  tell: Pick<Tell, 'warn'>,
): Promise<Pick<MigrationRequest, 'life' | 'library' | 'bounds' | 'openEmbedder'>> {
  return {
    life: await openLife(config),
    library: await openLibrary(config, tell),
    bounds: syncBounds(config),
    openEmbedder: () => openEmbedder({ ...config, embedder: 'image' }, tell),
  }
}

/** The embedder of the settings' model, which is pulled first where it is missing and that is allowed. */
async function startEmbedder(config: Config, tell: Tell, meter?: EmbedderMeter): Promise<Embedder> {
  try {
    return await openEmbedder(config, tell, meter)
  } catch (error) {
    const { row } = chooseModel(config)
    if (!row || !config.modelAutoPull || !isLikenessError(error, 'MODEL_NOT_PULLED')) throw error
    await pullModel({ row, ...pullSettings(config), ...createPullLog(row, tell.info) })
    return openEmbedder(config, tell, meter)
  }
}

/** What the settings say of every pull: where to, from where, and whether the text tower is wanted. */
export function pullSettings({ modelsDir, textEmbedder, hubUrl, hubToken }: Config) {
  return { modelsDir, text: textEmbedder === 'local', hub: { url: hubUrl, token: hubToken } }
}

/** The embedder of the settings' model, as it lies on this machine. Errors: those of `wire` that name the model. */
export async function openEmbedder(config: Config, tell: Pick<Tell, 'warn'>, meter?: EmbedderMeter): Promise<Embedder> {
  const options = {
    model: chooseModel(config),
    towers: config.embedder,
    decoding: config.imageDecoding,
    providers: config.executionProviders,
    workers: config.workers,
    threads: config.threads,
    graphsDir: join(config.dataDir, 'cache', 'graphs'),
    batchMax: config.batchMax,
    batchWaitMs: config.batchWaitMs,
    searchQueueLengthMax: config.searchQueueLengthMax,
    queueLengthMax: config.queueLengthMax,
    cacheBytesMax: config.cacheBytesMax,
    imageBytesMax: config.imageBytesMax,
    pixelsMax: config.pixelsMax,
    makeTextEmbedder: textEmbedderOf(config),
  }
  return createEmbedder(options, { warn: tell.warn, meter })
}

/** Undefined where the model's own text tower does it. */
function textEmbedderOf(config: Config): ((dims: number) => TextEmbedder) | undefined {
  if (config.textEmbedder === 'local') return undefined
  const {
    textEmbedderUrl: url,
    textEmbedderModel: model,
    textEmbedderApiKey,
    textEmbedderTimeoutMs: timeoutMs,
  } = config
  // config.ts has seen to it that both are set.
  const place = { url: url!, model: model!, apiKey: textEmbedderApiKey ?? undefined }
  return (dims) => createElasticsearchText({ ...place, timeoutMs, dims })
}

/** Several services may share a data folder, each with a store of its own: none may follow another's notes. */
function nameOfStore({ storeUrl }: Config): string {
  return createHash('sha256').update(storeUrl).digest('hex').slice(0, 16)
}
