// The thread that decodes HEIC files, one after the other, with libheif as WebAssembly. heic-pool.ts starts it and hands it the files.
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { goBehind } from '../go-behind.ts'

type HeifImage = {
  get_width(): number
  get_height(): number
  is_primary(): boolean
  /** Fills `data` with RGBA, row by row, upright; null where the picture cannot be decoded. */
  display(
    target: { data: Uint8ClampedArray; width: number; height: number },
    done: (target: { data: Uint8ClampedArray } | null) => void,
  ): void
  free(): void
}

/** What is used of the library, which brings no types for this form of it. */
const libheif = createRequire(import.meta.url)('libheif-js/wasm-bundle') as {
  HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] }
}

/** `data` holds `width` × `height` × 4 bytes, RGBA, upright; null for a file that cannot be decoded. */
export type HeicAnswer = { width: number; height: number; data: ArrayBuffer } | null

/** Behind the event loop and the searches, as all decoding is. On Linux a priority belongs to a thread; elsewhere to the process. */
const niceness = 10

if (process.platform === 'linux') goBehind(niceness)

parentPort!.on('message', async (bytes: Uint8Array) => {
  const answer = await decode(bytes)
  parentPort!.postMessage(answer, answer === null ? [] : [answer.data])
})

/** The primary picture of the file. What the library throws ends the thread: its memory cannot be trusted after that. */
async function decode(bytes: Uint8Array): Promise<HeicAnswer> {
  const images = new libheif.HeifDecoder().decode(bytes)
  try {
    const image = images.find((one) => one.is_primary()) ?? images[0]
    return image === undefined ? null : await display(image)
  } finally {
    for (const image of images) image.free()
  }
}

async function display(image: HeifImage): Promise<HeicAnswer> {
  const width = image.get_width()
  const height = image.get_height()
  const data = new Uint8ClampedArray(width * height * 4)
  const shown = await new Promise((resolve) => image.display({ data, width, height }, resolve))
  return shown === null ? null : { width, height, data: data.buffer }
}
