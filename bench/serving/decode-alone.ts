// Decoding without anything around it: our decoder in both ways, or sharp by itself. Runs in a process of its own (alone.ts), one for
// each decoder, as ours sets sharp up for the whole process.
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { createDecodeImage } from '../../src/embedder/pixels/decode-image.ts'
import { quantile } from '../statistics.ts'
import type { Pack } from './packs.ts'

/**
 * `sharp`: its own default, which decodes a large JPEG at an eighth of its sides or more. `sharp-less`: with `fastShrinkOnLoad: false`,
 * which leaves a factor of two to the resize and so decodes at a quarter, say. `sharp-whole`: every pixel, as our exact way does.
 */
export type Decoder = 'exact' | 'fast' | 'sharp' | 'sharp-less' | 'sharp-whole'

export type DecodeJob = {
  kind: 'decode'
  decoder: Decoder
  preprocess: Pack['image']['preprocess']
  files: string[]
  /** Pictures at once. */
  parallel: number
  /** Threads of one picture, for sharp alone: ours takes one. */
  sharpThreads?: number
  windowMs: number
}
/** Milliseconds; `coreMs` is the processors' time of one picture, all threads together. */
export type DecodeResult = { perSecond: number; coreMs: number; msP50: number }

export async function decodeAlone(job: DecodeJob): Promise<DecodeResult> {
  const decode = createDecoder(job)
  const pictures = job.files.map((path) => readFileSync(path))
  await Promise.all(pictures.slice(0, job.parallel).map(decode))
  const tookMs: number[] = []
  const cpu = process.cpuUsage()
  const startMs = performance.now()
  let next = 0
  const lane = async () => {
    while (performance.now() - startMs < job.windowMs) {
      const pictureMs = performance.now()
      await decode(pictures[next++ % pictures.length]!)
      tookMs.push(performance.now() - pictureMs)
    }
  }
  await Promise.all(Array.from({ length: job.parallel }, lane))
  const allMs = performance.now() - startMs
  const { user, system } = process.cpuUsage(cpu)
  return {
    perSecond: (tookMs.length * 1000) / allMs,
    coreMs: (user + system) / 1000 / tookMs.length,
    msP50: quantile(tookMs, 0.5),
  }
}

function createDecoder({
  decoder,
  preprocess,
  parallel,
  sharpThreads = 1,
}: DecodeJob): (bytes: Buffer) => Promise<unknown> {
  if (decoder === 'exact' || decoder === 'fast') {
    const imageBytesMax = Number.MAX_SAFE_INTEGER
    const pixelsMax = 100_000_000
    return createDecodeImage({ preprocess, decoding: decoder, imageBytesMax, pixelsMax, decodesMax: parallel })
  }
  sharp.concurrency(sharpThreads)
  return (bytes) => readBySharp(bytes, decoder, preprocess.size)
}

async function readBySharp(bytes: Buffer, decoder: Decoder, size: number): Promise<Buffer> {
  const resize = { fit: 'cover', kernel: 'cubic', fastShrinkOnLoad: decoder === 'sharp' } as const
  if (decoder !== 'sharp-whole') return sharp(bytes).resize(size, size, resize).raw().toBuffer()
  const { width, height } = await sharp(bytes).metadata()
  // Only in front of a crop does sharp leave the size alone, and this one takes nothing away.
  return sharp(bytes).extract({ left: 0, top: 0, width, height }).resize(size, size, resize).raw().toBuffer()
}
