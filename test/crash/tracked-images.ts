// What the client of the crash test knows of each image: as last acknowledged, and what a request without an answer may
// have made of it. The pictures follow from their numbers alone.
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { randomInt } from '../store/sample-images.ts'
import { createRandom } from '../support/seeded-random.ts'

/** An image as the service should hold it: which picture, and its one tag. */
export type State = { picture: number; tag: string; sha256: string }

export type TrackedImage = {
  imageId: string
  relativePath: string
  /** The connection that alone writes it, so that the order of its requests is known. */
  connection: number
  /** Null where it is not there: deleted, or never acknowledged. */
  acknowledged: State | null
  /** What the service was asked for without an answer; it may have done it or not. */
  unanswered?: { state: State | null; send: (url: string) => Promise<void> }
  /** The last round that touched it. */
  round: number
}

const blocks = 4
const pixelsPerBlock = 16

/** A PNG of 64 × 64 pixels in blocks of seeded colours: small, quickly embedded, unlike all the others. */
export async function drawPicture(picture: number): Promise<Buffer> {
  const random = createRandom(picture)
  const colours = Uint8Array.from({ length: blocks * blocks * 3 }, () => randomInt(random, 256))
  const side = blocks * pixelsPerBlock
  return sharp(colours, { raw: { width: blocks, height: blocks, channels: 3 } })
    .resize(side, side, { kernel: 'nearest' })
    .png()
    .toBuffer()
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
