// The pictures that are sent: real photos in three sizes, made once from the samples and kept below bench/results. The same seed gives
// the same files.
import { existsSync, globSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { makePhotoVariants } from '../../test/support/photo-variants.ts'
import { createRandom } from '../../test/support/seeded-random.ts'

export type PhotoSize = 'small' | '1280x960' | '4000x3000'
/** Paths of JPEG files. */
export type PhotoSets = Record<PhotoSize, string[]>

type Kind = { width: number; height: number; count: number; quality: number; noise: number }

/**
 * `noise` is the standard deviation of what is added to the brightness: enlarging a photo leaves less detail than a camera's sensor
 * gives, and with it the large files have the 2 to 4 MB that phones write.
 */
const kinds: Record<PhotoSize, Kind> = {
  small: { width: 320, height: 240, count: 60, quality: 85, noise: 0 },
  '1280x960': { width: 1280, height: 960, count: 60, quality: 88, noise: 2 },
  '4000x3000': { width: 4000, height: 3000, count: 12, quality: 90, noise: 4.5 },
}

export const photoSizes = Object.keys(kinds) as PhotoSize[]

export async function preparePhotos(results: string, say: (line: string) => void): Promise<PhotoSets> {
  const sets: Partial<PhotoSets> = {}
  for (const size of photoSizes) sets[size] = await prepareSet(join(results, 'photos', size), size, say)
  return sets as PhotoSets
}

async function prepareSet(folder: string, size: PhotoSize, say: (line: string) => void): Promise<string[]> {
  const complete = join(folder, 'complete')
  if (!existsSync(complete)) {
    say(`making ${kinds[size].count} photos of the size ${size}, once`)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await makeSet(folder, kinds[size])
    await writeFile(complete, '')
  }
  return globSync('*.jpg', { cwd: folder })
    .sort()
    .map((name) => join(folder, name))
}

async function makeSet(folder: string, { width, height, count, quality, noise }: Kind): Promise<void> {
  const originals = await mkdtemp(join(tmpdir(), 'likeness-photos-'))
  try {
    const variants = await makePhotoVariants(originals, count, width)
    for (const [i, { relativePath }] of variants.entries()) {
      const { data, info } = await sharp(join(originals, relativePath))
        .resize(width, height, { fit: 'cover', kernel: 'lanczos3' })
        .raw()
        .toBuffer({ resolveWithObject: true })
      if (noise > 0) addNoise(data, noise, width + i)
      const { channels } = info
      const name = `${String(i).padStart(3, '0')}.jpg`
      await sharp(data, { raw: { width, height, channels } }).jpeg({ quality }).toFile(join(folder, name))
    }
  } finally {
    await rm(originals, { recursive: true, force: true })
  }
}

/** The same for the three colours of a pixel: the sum of four uniform numbers is near enough to a normal one. */
function addNoise(pixels: Uint8Array, deviation: number, seed: number): void {
  const random = createRandom(seed)
  const scale = deviation / Math.sqrt(4 / 12)
  for (let i = 0; i + 2 < pixels.length; i += 3) {
    const noise = Math.round((random() + random() + random() + random() - 2) * scale)
    for (let j = i; j < i + 3; j++) pixels[j] = Math.min(255, Math.max(0, pixels[j]! + noise))
  }
}
