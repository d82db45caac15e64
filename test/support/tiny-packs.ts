// Model packs of CLIP's shape in small, with random weights and golden numbers; models/clip-shape/ is how they were made.
// They find nothing, but take every way through the embedder that CLIP's packs take.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packsFolder = fileURLToPath(new URL('../fixtures/packs/', import.meta.url))

/**
 * `tiny-clip` has English text; `tiny-multilingual` has the same image tower, and so the same space; `tiny-unpooled` is the
 * latter with a text tower that ends before pooling and projection.
 */
export type TinyPackName = 'tiny-clip' | 'tiny-multilingual' | 'tiny-unpooled'

/** The absolute folder of the pack. */
export function tinyPack(name: TinyPackName): string {
  return join(packsFolder, name)
}

export type TextGolden = { text: string; truncated: boolean; ids: number[]; vector: number[] }

export type TinyGoldens = {
  /** The unit vector of the golden picture, in all packs. */
  image: number[]
  /** Texts with their unit vectors; those of `tiny-multilingual` hold for `tiny-unpooled` as well. */
  texts: Record<'tiny-clip' | 'tiny-multilingual', TextGolden[]>
}

/** What Python's onnxruntime and tokenizers made, rounded to six decimals. */
export function readTinyGoldens(): TinyGoldens {
  return JSON.parse(readFileSync(join(packsFolder, 'goldens.json'), 'utf8'))
}

export const goldenPictureSize = 224

/** The golden picture's bytes: 224 × 224 pixels, RGB, row by row, each (7 x + 13 y + 29 c) mod 256. */
export function goldenPixels(): Uint8Array {
  return Uint8Array.from({ length: goldenPictureSize ** 2 * 3 }, (_, i) => {
    const [x, y, c] = [Math.floor(i / 3) % goldenPictureSize, Math.floor(i / (3 * goldenPictureSize)), i % 3]
    return (7 * x + 13 * y + 29 * c) % 256
  })
}
