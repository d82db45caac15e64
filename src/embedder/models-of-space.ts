// Which models of the table make vectors of a space, so that people can be told what to set MODEL to.
// models.ts is the table; src/cli/index-command.ts asks.
import { isDeepStrictEqual } from 'node:util'
import { clipModels } from './clip-models.ts'
import type { VectorSpace } from './embedder.ts'
import { builtinModel, builtinSource } from './models.ts'
import { describePreprocessing } from './pack/model-manifest.ts'
import { loadModelPack } from './pack/model-pack.ts'
import { completeRow, type ModelRow } from './pack/model-row.ts'

/** Names that MODEL can have, whether or not they were pulled; none where it is the space of a pack of one's own. */
export async function findModelsOfSpace(space: VectorSpace): Promise<string[]> {
  const { info } = await loadModelPack(builtinSource, { text: false })
  const models = [
    { name: builtinModel, space: info.space },
    ...clipModels.map((row) => ({ name: row.name, space: spaceOf(row) })),
  ]
  return models.filter((model) => isDeepStrictEqual(model.space, space)).map(({ name }) => name)
}

/** The hashes of the image towers are pinned, so that nothing need be here for it. */
function spaceOf(row: ModelRow): VectorSpace {
  const { space, dims, image } = completeRow(row, { files: {} })
  return { id: space, imageTowerSha256: image.sha256, preprocessing: describePreprocessing(image), dims }
}
