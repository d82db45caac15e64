// Checks that the peers do the service's work: prints the cosine of their vectors with the service's for sample photos, and
// exits with 1 where one is too far. By hand: node bench/peer/check-peers.ts [PACK], the tests' small pack unless given.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { readConfig } from '../../src/config.ts'
import { type Service, startService } from '../../src/service.ts'
import { askForVector } from './ask-peer.ts'
import { type PeerOptions, startPeer } from './start-peer.ts'

type Subject = Omit<PeerOptions, 'pack'> & { name: string }

const tinyPack = fileURLToPath(new URL('../../test/fixtures/packs/tiny-clip', import.meta.url))
const samplesFolder = fileURLToPath(new URL('../../samples/photos/', import.meta.url))

/** Without an orientation, which the peers ignore. */
const samples = ['animals/horses.jpg', 'city/eiffel-tower.jpg', 'nature/dune-grass.jpg', 'people/astronaut.jpg']

const subjects: Subject[] = [
  { name: 'plain', kind: 'plain' },
  { name: 'tuned, PEER_DRAFT=0', kind: 'tuned', env: { PEER_DRAFT: '0' } },
  { name: 'tuned', kind: 'tuned' },
]

/** Where all pixels count only the rounding differs: of a resized value, of a product. */
const exactMin = 0.999
/** A reduced decode averages in another way; the service's own is held to 0.995 on the mean in test/parity. */
const reducedMin = 0.99
/** From how many squares on the tuned peer decodes at a reduced size; see squares.py. */
const draftRatioMin = 3

type Picture = { name: string; bytes: Uint8Array<ArrayBuffer>; shortSide: number }

/** Every sample as it is, and the first as a photo of 12 megapixels. */
async function readPictures(): Promise<Picture[]> {
  const pictures = await Promise.all(
    samples.map(async (name) => measure(name, await readFile(join(samplesFolder, name)))),
  )
  const large = sharp(pictures[0]!.bytes).resize(4000, 3000, { fit: 'cover' }).jpeg({ quality: 90 })
  return [...pictures, await measure('12 megapixels', await large.toBuffer())]
}

async function measure(name: string, file: Buffer): Promise<Picture> {
  const { width, height } = await sharp(file).metadata()
  return { name, bytes: new Uint8Array(file), shortSide: Math.min(width, height) }
}

/** The service as it is by default, with its exact decoding, over an empty store. */
async function withService<T>(pack: string, use: (service: Service) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-'))
  const folders = { DATA_DIR: join(folder, 'data'), IMAGES_DIR: join(folder, 'images') }
  const service = await startService(readConfig({ PORT: '0', LOG_LEVEL: 'warn', MODEL_DIR: pack, ...folders }))
  try {
    return await use(service)
  } finally {
    await service.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function withPeer<T>(options: PeerOptions, use: (url: string) => Promise<T>): Promise<T> {
  const peer = await startPeer(options)
  try {
    return await use(peer.url)
  } finally {
    await peer.stop()
  }
}

/** Of vectors of any length. */
function cosine(a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

const pack = resolve(process.argv[2] ?? tinyPack)
const { size } = JSON.parse(await readFile(join(pack, 'model.json'), 'utf8')).image.preprocess
const pictures = await readPictures()
const askForAll = (url: string) => Promise.all(pictures.map(({ bytes }) => askForVector(url, bytes)))

const expected = await withService(pack, ({ url }) => askForAll(url))
// What no peer must be as bad as: a bound below it would show nothing.
const unlike = samples.flatMap((_, i) => samples.slice(i + 1).map((_, j) => cosine(expected[i]!, expected[i + 1 + j]!)))
console.log(`the service, two different photos: ${Math.max(...unlike).toFixed(6)} at most`)
if (Math.max(...unlike) >= reducedMin)
  throw new Error('This pack does not tell photos apart: the check would show nothing')

for (const { name, ...options } of subjects) {
  const vectors = await withPeer({ ...options, pack }, askForAll)
  for (const [i, picture] of pictures.entries()) {
    const score = cosine(vectors[i]!, expected[i]!)
    const mayReduce = options.kind === 'tuned' && options.env?.PEER_DRAFT !== '0'
    const isReduced = mayReduce && picture.shortSide >= draftRatioMin * size
    const least = isReduced ? reducedMin : exactMin
    const isGood = score >= least
    if (!isGood) process.exitCode = 1
    console.log(`${name}, ${picture.name}: ${score.toFixed(6)} (at least ${least})${isGood ? '' : ' TOO FAR'}`)
  }
}
