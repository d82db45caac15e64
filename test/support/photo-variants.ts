// Many photos from few: seeded crops of the samples, encoded anew, so that all bytes differ and a run can be repeated.
// For tests and benchmarks; also by hand: node test/support/photo-variants.ts FOLDER COUNT [SEED]
import { globSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { createRandom, type Random } from './seeded-random.ts'

const samplesFolder = fileURLToPath(new URL('../../samples/photos/', import.meta.url))

/** Where a variant was written, and the sample it shows; both with `/` between the names. */
export type PhotoVariant = { relativePath: string; sample: string }

/** A crop keeps at least this share of each side, so that it still shows what the sample shows. */
const cropShareMin = 0.7

/**
 * Writes `count` JPEG files below `folder`, in the samples' own subfolders, in the order of the samples and then of their
 * numbers. The same `seed` gives the same files with the same version of sharp. About 100 a second on two cores.
 */
export async function makePhotoVariants(folder: string, count: number, seed: number): Promise<PhotoVariant[]> {
  const samples = globSync('**/*.*', { cwd: samplesFolder })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
  const made: PhotoVariant[][] = []
  for (const [i, sample] of samples.entries()) {
    const numbers: number[] = []
    for (let number = i; number < count; number += samples.length) numbers.push(number)
    if (numbers.length > 0) made.push(await makeVariantsOf(sample, numbers, folder, seed))
  }
  return made.flat()
}

async function makeVariantsOf(sample: string, numbers: number[], folder: string, seed: number) {
  // Decoded once for all of its variants.
  const { data, info } = await sharp(join(samplesFolder, sample)).rotate().removeAlpha().raw().toBuffer({
    resolveWithObject: true,
  })
  const raw = { width: info.width, height: info.height, channels: info.channels }
  await mkdir(join(folder, dirname(sample)), { recursive: true })
  const stem = sample.slice(0, sample.lastIndexOf('.'))
  return Promise.all(
    numbers.map(async (number) => {
      const random = createRandom(seed * 1_000_003 + number)
      const relativePath = `${stem}-${String(number).padStart(6, '0')}.jpg`
      const quality = 75 + Math.floor(random() * 15)
      const picture = sharp(data, { raw }).extract(cropOf(raw, random)).jpeg({ quality })
      await writeFile(join(folder, relativePath), withMark(await picture.toBuffer(), `${seed}:${number}`))
      return { relativePath, sample }
    }),
  )
}

function cropOf({ width, height }: { width: number; height: number }, random: Random) {
  const cropWidth = Math.round(width * (cropShareMin + random() * (1 - cropShareMin)))
  const cropHeight = Math.round(height * (cropShareMin + random() * (1 - cropShareMin)))
  const left = Math.floor(random() * (width - cropWidth + 1))
  const top = Math.floor(random() * (height - cropHeight + 1))
  return { left, top, width: cropWidth, height: cropHeight }
}

/** A JPEG comment after the start marker: two crops may turn out the same, their bytes must not. */
function withMark(jpeg: Buffer, mark: string): Buffer {
  const text = Buffer.from(mark)
  const comment = Buffer.from([0xff, 0xfe, 0, text.length + 2])
  return Buffer.concat([jpeg.subarray(0, 2), comment, text, jpeg.subarray(2)])
}

if (import.meta.main) {
  const [folder, count, seed = '1'] = process.argv.slice(2)
  if (folder === undefined || !(Number(count) > 0)) throw new Error('Give a folder, a count and perhaps a seed')
  const variants = await makePhotoVariants(folder, Number(count), Number(seed))
  console.log(`${variants.length} photos`)
}
