// A group of near duplicates as the wire has it, for routes/duplicates.ts and `likeness duplicates --json`.
import type { DuplicateGroup } from '../find-duplicates.ts'
import type { DuplicateGroup as WireGroup } from './schemas/duplicates.ts'

/** Lists at most so many of its images. */
export function toWireGroup({ images, similarityMin }: DuplicateGroup, imagesMax = images.length): WireGroup {
  return {
    count: images.length,
    // Rounding may take the cosine of equal vectors a hair past 1.
    similarity: Math.min(1, similarityMin),
    images: images.slice(0, imagesMax).map(({ imageId, relativePath, sizeBytes }) => ({
      image_id: imageId,
      relative_path: relativePath,
      size_bytes: sizeBytes,
    })),
  }
}
