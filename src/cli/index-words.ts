// How the commands around indexes name an index, and the model that belongs to it. index-command.ts and index-migrate.ts use it.
import { findModelsOfSpace } from '../embedder/models-of-space.ts'
import type { IndexVersion } from '../store/index-life.ts'

/** Such as `store.sqlite (space "clip-vit-b-32", 60 pictures)`. */
export function describeIndex({ name, space, images }: IndexVersion): string {
  const of = space === null ? 'of no known model' : `space "${space.id}"`
  return `${name} (${of}, ${images} pictures)`
}

/** The setting with which a service uses the index. */
export async function howToServe({ space }: Pick<IndexVersion, 'space'>): Promise<string> {
  if (space === null) return 'the model that it was filled by'
  const models = await findModelsOfSpace(space)
  if (models.length === 0) return `MODEL_DIR=<the folder of the pack of the space "${space.id}">`
  return models.map((name) => `MODEL=${name}`).join(' or ')
}
