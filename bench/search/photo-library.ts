// A library for the search benchmark whose vectors lie as those of real photos do: the built-in model's of seeded crops of the samples, and
// between them, to fill up, mixtures of two with some noise. Asked for by crops that it does not hold, and by words. Embedded once a machine.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtinSource } from '../../src/embedder/models.ts'
import { createEmbedder } from '../../src/embedder/pool.ts'
import { normalise } from '../../src/vector.ts'
import { nearVector, pick } from '../../test/store/sample-images.ts'
import { embedderOptions } from '../../test/support/embedder-options.ts'
import { makePhotoVariants } from '../../test/support/photo-variants.ts'
import { createRandom } from '../../test/support/seeded-random.ts'
import { resultsFolder } from '../serving/bench-run.ts'
import { dims, drawTags, type SearchLibrary } from './library.ts'

const photoCount = 600
/** Crops that are asked for, one of each sample and more, and not in the library. */
const heldOut = 60
const noise = 0.3
const wordsFile = new URL('../../test/fixtures/judged-queries.json', import.meta.url)

/** The same seed gives the same, with the same versions of sharp and the model's runtime. */
export async function makePhotoLibrary(
  count: number,
  seed: number,
  queryCount: number,
  say: (line: string) => void,
): Promise<SearchLibrary> {
  const { photos, words } = await readVectors(seed, say)
  const random = createRandom(seed)
  const real = photos.slice(0, -heldOut)
  const vectors = Array.from({ length: count }, (_, i) => {
    if (i < real.length) return real[i]!
    const share = 0.5 + random() / 2
    const [one, other] = [pick(random, real), pick(random, real)]
    return nearVector(random, normalise(one.map((x, j) => share * x + (1 - share) * other[j]!)), noise)
  })
  const asked = [photos.slice(-heldOut), words]
  const queries = Array.from({ length: queryCount }, (_, i) => asked[i % 2]![(i >> 1) % asked[i % 2]!.length]!)
  return { vectors, tags: drawTags(random, count), queries }
}

async function readVectors(seed: number, say: (line: string) => void) {
  const file = join(resultsFolder, `photo-vectors-${seed}.f32`)
  if (!existsSync(file)) {
    say(`embedding ${photoCount} photos, once`)
    const rows = await embedAll(seed)
    await writeFile(file, Buffer.concat(rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength))))
  }
  const { buffer, byteOffset, byteLength } = await readFile(file)
  const numbers = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength))
  const rows = Array.from({ length: numbers.length / dims }, (_, i) => numbers.slice(i * dims, (i + 1) * dims))
  return { photos: rows.slice(0, photoCount), words: rows.slice(photoCount) }
}

/** The photos, then the words. */
async function embedAll(seed: number): Promise<Float32Array[]> {
  const { texts } = JSON.parse(await readFile(wordsFile, 'utf8')) as { texts: { query: string }[] }
  const folder = await mkdtemp(join(tmpdir(), 'likeness-photos-'))
  const embedder = await createEmbedder({ model: builtinSource, ...embedderOptions })
  try {
    const variants = await makePhotoVariants(folder, photoCount, seed)
    // In the order of their numbers, so that the last ones are of all samples.
    const paths = variants.map(({ relativePath }) => relativePath).sort((a, b) => numberOf(a) - numberOf(b))
    const rows: Float32Array[] = []
    for (let i = 0; i < paths.length; i += 8) {
      const some = await Promise.all(paths.slice(i, i + 8).map((path) => readFile(join(folder, path))))
      rows.push(...(await Promise.all(some.map(async (bytes) => (await embedder.embedImage(bytes)).vector))))
    }
    for (const { query } of texts) rows.push((await embedder.embedText(query)).vector)
    return rows
  } finally {
    await embedder.close()
    await rm(folder, { recursive: true })
  }
}

function numberOf(path: string): number {
  return Number(/-(\d+)\.jpg$/.exec(path)?.[1])
}
