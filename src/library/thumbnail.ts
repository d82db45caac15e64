// Thumbnails: made with sharp, kept on disk under the content's hash, each made once however many ask. Part of folder.ts.
// The cache is disposable: `<cacheFolder>/thumbnails` may be removed at any time, and fills again as pictures are shown.
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { createError, isLikenessError } from '../errors.ts'
import { withKnownBrand } from '../picture/known-brand.ts'
import { heicToPng, isHeic } from '../picture/read-heic.ts'
import type { Thumbnail, ThumbnailSize } from './library.ts'
import { createLimiter } from './limiter.ts'

const longSidePixelsMax: Record<ThumbnailSize, number> = { small: 256, medium: 512, large: 1024 }

/** Each takes a libvips thread and the memory of one decoding; more would take them from the embedder. */
const concurrencyMax = 2
/** A large page of results asks for a few hundred at once. */
const queueLengthMax = 1000

export type ThumbnailCache = {
  /** The thumbnail of the content with this hash; `read` gives its bytes where none is cached yet. */
  get(contentSha256: string, size: ThumbnailSize, read: () => Promise<Uint8Array>): Promise<Thumbnail>
}

/**
 * Errors: those of `read`; IMAGE_UNDECODABLE for bytes that are damaged or no picture, IMAGE_TOO_LARGE over `pixelsMax`
 * pixels (width × height), OVERLOADED when too many wait.
 */
export function createThumbnailCache(options: { cacheFolder: string; pixelsMax: number }): ThumbnailCache {
  // Loaders that would be picked by content: scripts and references have no place here, nor has an HDR rendition.
  sharp.block({ operation: ['VipsForeignLoadSvg', 'VipsForeignLoadUhdr'] })
  const limit = createLimiter({ concurrencyMax, queueLengthMax })
  const inFlight = new Map<string, Promise<Thumbnail>>()
  const fileOf = (sha256: string, size: ThumbnailSize) =>
    join(options.cacheFolder, 'thumbnails', sha256.slice(0, 2), `${sha256}.${size}.webp`)

  async function make(
    file: string,
    size: ThumbnailSize,
    sha256: string,
    read: () => Promise<Uint8Array>,
  ): Promise<Thumbnail> {
    const cached = await readCached(file)
    if (cached) return { bytes: cached, contentType: 'image/webp', isOfHash: true }
    return limit(async () => {
      const bytes = await read()
      const thumbnail = await renderThumbnail(bytes, longSidePixelsMax[size], options.pixelsMax)
      // The file may have changed since its hash was recorded: what is kept is kept under the hash of what it shows.
      const isOfHash = createHash('sha256').update(bytes).digest('hex') === sha256
      if (isOfHash) await writeCached(file, thumbnail)
      return { bytes: thumbnail, contentType: 'image/webp', isOfHash }
    })
  }

  return {
    async get(contentSha256, size, read) {
      if (!/^[0-9a-f]{64}$/.test(contentSha256))
        throw createError('INTERNAL', 'The content hash is not a SHA-256 in hex.')
      const file = fileOf(contentSha256, size)
      let making = inFlight.get(file)
      if (!making) {
        making = make(file, size, contentSha256, read).finally(() => inFlight.delete(file))
        inFlight.set(file, making)
      }
      return making
    },
  }
}

/** A WebP picture in sRGB within a square, upright, with its transparency and without its metadata; of animations, the first frame. */
async function renderThumbnail(bytes: Uint8Array, sidePixels: number, pixelsMax: number): Promise<Uint8Array> {
  if (bytes.length === 0) throw createError('IMAGE_UNDECODABLE', 'The file is empty.')
  try {
    // The limit is checked here and not by sharp, so that it can be told from damage; the header costs no pixels.
    const file = withKnownBrand(bytes)
    const metadata = await sharp(file, { limitInputPixels: false }).metadata()
    const { width, height, space } = metadata
    if (width * height > pixelsMax) {
      throw createError(
        'IMAGE_TOO_LARGE',
        `The picture has ${width} × ${height} pixels; at most ${pixelsMax} are taken.`,
      )
    }
    const readable = isHeic(metadata) ? await heicToPng(file, metadata) : file
    const input = sharp(readable, { limitInputPixels: pixelsMax, failOn: 'error', autoOrient: true })
    // sharp would turn 16-bit pictures with a profile to Display P3 and then take the numbers for sRGB: reduced to 8 first.
    if (space === 'rgb16') input.pipelineColourspace('srgb')
    return await input
      .resize({ width: sidePixels, height: sidePixels, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 80 })
      .toBuffer()
  } catch (error) {
    if (isLikenessError(error)) throw error
    throw createError('IMAGE_UNDECODABLE', 'The picture is damaged or cut short.', { cause: error })
  }
}

/** The cached file, or null where none lies or a power cut left a part of one: a RIFF file names its own length. */
async function readCached(file: string): Promise<Uint8Array | null> {
  const bytes = await readFile(file).catch(() => null)
  const isWhole = bytes !== null && bytes.length > 12 && bytes.readUInt32LE(4) + 8 === bytes.length
  return isWhole && bytes.toString('latin1', 0, 4) === 'RIFF' ? bytes : null
}

async function writeCached(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    await mkdir(dirname(file), { recursive: true })
    await using handle = await open(temporary, 'wx')
    await handle.writeFile(bytes)
    await rename(temporary, file)
  } catch {
    // A full or read-only disk must not keep a picture from being shown; it is made again the next time.
    await rm(temporary, { force: true }).catch(() => {})
  }
}
