// Whether vectors that somebody else made are those of the model in use: some pictures of the library are embedded anew and
// compared. `likeness index adopt` asks before it records the model.
import type { Embedder } from './embedder/embedder.ts'
import { isLikenessError } from './errors.ts'
import type { Library } from './library/library.ts'
import { dot, normalise } from './vector.ts'

/**
 * Pipelines that read or resize pictures otherwise stay above 0.9 (docs/models.md has the figures of our own); other models
 * are around 0.
 */
export const sameModelCosine = 0.85

export type SampleCheck = {
  /** How many pictures of the sample could be read and embedded. */
  compared: number
  /** The lowest cosine of a stored vector and the model's own; 1 where none was compared. */
  lowest: number
}

export async function checkSample(
  { embedder, library }: { embedder: Embedder; library: Library },
  sample: readonly { relativePath: string; vector: Float32Array }[],
): Promise<SampleCheck> {
  let compared = 0
  let lowest = 1
  for (const { relativePath, vector } of sample) {
    const own = await embedFile({ embedder, library }, relativePath)
    if (own === null) continue
    compared += 1
    lowest = Math.min(lowest, dot(own, normalise(vector)))
  }
  return { compared, lowest }
}

/** Null for a file that is not in the library, or that cannot be decoded. */
async function embedFile(
  { embedder, library }: { embedder: Embedder; library: Library },
  relativePath: string,
): Promise<Float32Array | null> {
  try {
    return (await embedder.embedImage(await library.read(library.checkPath(relativePath)))).vector
  } catch (error) {
    if (isLikenessError(error)) return null
    throw error
  }
}
