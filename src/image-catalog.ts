// The library as a set of images: add, look up, change, remove. Keeps records, vectors and files in step.
// Neighbours: image-search.ts finds what is kept here; ingest/ and http/routes/images.ts call it.
import { createAddImages } from './add-images.ts'
import type { ChangeNotes } from './change-notes.ts'
import { changesFor, editMany, type ManyChanges, type ManyPage, type ManyRequest } from './edit-many.ts'
import type { Embedder } from './embedder/embedder.ts'
import { createError } from './errors.ts'
import type { Facets, FacetsRequest } from './facets.ts'
import { createDuplicateFinder, type DuplicateReport, type DuplicateRequest } from './find-duplicates.ts'
import { type ForgetPage, type ForgetRequest, forgetMissing } from './forget-missing.ts'
import { type ImportOptions, type ImportOutcome, importImages } from './import-images.ts'
import { type AddOptions, type AddOutcome, lockKeys } from './keep-picture.ts'
import { createKeyedMutex } from './keyed-mutex.ts'
import type { ByteRange, Library, LibraryFile, OpenedFile, Thumbnail, ThumbnailSize } from './library/library.ts'
import type { ReadPictureMetadata } from './picture/picture-metadata.ts'
import { type ImageUpload, sha256 } from './place-upload.ts'
import { type RecordPage, readRecordPage } from './record-page.ts'
import type {
  ImageChanges,
  ImageRecord,
  ListRequest,
  StoredImage,
  StoreSummary,
  VectorStore,
} from './store/vector-store.ts'

export type ImagePage = { images: ImageRecord[]; total: number; next: RecordPage['next'] }

/** What is known of a file of the library without reading it. */
export type FileFacts = {
  relativePath: string
  sizeBytes: number
  /** ISO 8601 in UTC, with milliseconds. */
  fileModifiedAt: string
}

export type FilesKnown = {
  /** Recorded with this size and time: they need not be read. */
  unchanged: Set<string>
  /** Recorded with another size or time. */
  changed: Set<string>
}

/** An original to serve; it may be changed or removed between the calls. Errors: FILE_NOT_FOUND; of `open` also RANGE_NOT_SATISFIABLE. */
export type ImageContent = {
  record: ImageRecord
  stat(): Promise<LibraryFile>
  open(range?: ByteRange): Promise<OpenedFile>
}

export type ImageCatalog = {
  /**
   * Adds pictures; one outcome a picture, in order. A picture that fails leaves nothing behind and does not stop the others.
   * What is acknowledged is durable, and searchable unless `isSearchable` is false.
   */
  add(uploads: readonly ImageUpload[], options: AddOptions): Promise<AddOutcome[]>
  /** What of the files is recorded: `relativePath`s, in canonical form. */
  compareFiles(files: readonly FileFacts[]): Promise<FilesKnown>
  /** Takes in images that come with their vectors; see import-images.ts. */
  importImages(images: readonly StoredImage[], options: ImportOptions): Promise<ImportOutcome[]>
  /** Resolves when everything added before is searchable. */
  makeSearchable(): Promise<void>
  /** Errors: IMAGE_NOT_FOUND. */
  get(imageId: string): Promise<ImageRecord>
  /** `limit` is 1 to 1,000. */
  list(request: ListRequest): Promise<ImagePage>
  /** Errors: IMAGE_NOT_FOUND. */
  change(imageId: string, changes: ImageChanges): Promise<ImageRecord>
  /** Removes the record, and the file when the service wrote it. Errors: IMAGE_NOT_FOUND. */
  remove(imageId: string): Promise<void>
  /** `change` and `remove` for all images that match, a page at a time. */
  changeMany(request: ManyRequest, changes: ManyChanges): Promise<ManyPage>
  removeMany(request: ManyRequest): Promise<ManyPage>
  /** Groups of near duplicates; see find-duplicates.ts. */
  findDuplicates(request: DuplicateRequest): Promise<DuplicateReport>
  /** Forgets pictures whose files are gone, a page of records at a time. */
  forgetMissing(request: ForgetRequest): Promise<ForgetPage>
  /** The original. Errors: IMAGE_NOT_FOUND. */
  content(imageId: string): Promise<ImageContent>
  /** Errors: IMAGE_NOT_FOUND, FILE_NOT_FOUND, IMAGE_UNDECODABLE. */
  thumbnail(imageId: string, size: ThumbnailSize): Promise<{ record: ImageRecord; thumbnail: Thumbnail }>
  count(): Promise<number>
  countFacets(request: FacetsRequest): Promise<Facets>
  summarise(): Promise<StoreSummary>
  /** For people: which engine holds the records. */
  readonly storeDescription: string
  /** Throws when the store cannot serve, as its port says. */
  check(): Promise<void>
}

export function createImageCatalog(parts: {
  embedder: Embedder
  store: VectorStore
  library: Library
  changeNotes: ChangeNotes
  readMetadata: ReadPictureMetadata
}): ImageCatalog {
  const { store, library, changeNotes } = parts
  const mutex = createKeyedMutex()

  async function get(imageId: string): Promise<ImageRecord> {
    const [record] = await store.get([imageId])
    if (!record) throw notFound(imageId)
    return record
  }

  /** First the record, then the file, under a note for the case that a crash comes between them. */
  async function removeBoth(record: ImageRecord): Promise<void> {
    await changeNotes.during({ kind: 'remove', record }, async () => {
      await store.remove([record.imageId])
      await library.remove(record.relativePath)
    })
  }

  /** Runs `work` while nothing else writes or removes the image. Errors: IMAGE_NOT_FOUND. */
  async function withRecord<T>(imageId: string, work: (record: ImageRecord) => Promise<T>): Promise<T> {
    for (;;) {
      const { relativePath } = await get(imageId)
      const done = await mutex.run(lockKeys(relativePath, imageId), async () => {
        const record = await get(imageId)
        // Removed and added elsewhere under the same id while this waited: another path is to be locked.
        if (record.relativePath !== relativePath) return null
        return { result: await work(record) }
      })
      if (done) return done.result
    }
  }

  /** Under the lock, as an upload to the same path carries the metadata over that it read. */
  function change(imageId: string, changesOf: (record: ImageRecord) => ImageChanges): Promise<ImageRecord> {
    return withRecord(imageId, async (before) => {
      const record = await store.update(imageId, changesOf(before), new Date().toISOString())
      if (!record) throw notFound(imageId)
      return record
    })
  }

  function remove(imageId: string): Promise<void> {
    return withRecord(imageId, async (record) => {
      if (record.origin === 'ingest') await store.remove([imageId])
      else await removeBoth(record)
    })
  }

  return {
    add: createAddImages({ ...parts, mutex }),
    get,

    async compareFiles(files) {
      const known: FilesKnown = { unchanged: new Set(), changed: new Set() }
      const records = await store.getByPath(files.map(({ relativePath }) => relativePath))
      files.forEach(({ relativePath, sizeBytes, fileModifiedAt }, i) => {
        const record = records[i]
        if (!record) return
        const isAsRecorded = record.sizeBytes === sizeBytes && record.fileModifiedAt === fileModifiedAt
        known[isAsRecorded ? 'unchanged' : 'changed'].add(relativePath)
      })
      return known
    },

    importImages: (images, options) => importImages({ store, mutex, checkPath: library.checkPath }, images, options),

    async list(request) {
      const [{ records, next }, total] = await Promise.all([
        readRecordPage(store, request),
        store.count(request.filter),
      ])
      return { images: records, total, next }
    },

    change: (imageId, changes) => change(imageId, () => changes),
    remove,
    changeMany: (request, changes) =>
      editMany(store, request, ({ imageId }) => change(imageId, (record) => changesFor(record, changes))),
    removeMany: (request) => editMany(store, request, ({ imageId }) => remove(imageId)),

    findDuplicates: createDuplicateFinder(store),

    forgetMissing: (request) => forgetMissing({ store, library, mutex }, request),

    async content(imageId) {
      const record = await get(imageId)
      const { relativePath } = record
      return {
        record,
        stat: () => library.stat(relativePath),
        open: (range) => library.open(relativePath, range),
      }
    },

    async thumbnail(imageId, size) {
      const record = await get(imageId)
      const contentSha256 = record.contentSha256 ?? sha256(await library.read(record.relativePath))
      return { record, thumbnail: await library.thumbnail(record.relativePath, contentSha256, size) }
    },

    makeSearchable: () => store.makeSearchable(),
    count: () => store.count(),
    countFacets: (request) => store.countFacets(request),
    summarise: () => store.summarise(),
    storeDescription: store.description,
    check: () => store.check(),
  }
}

function notFound(imageId: string) {
  return createError('IMAGE_NOT_FOUND', `There is no image with the id "${imageId}".`)
}
