// The model table: which models can be named, and where the pack of each lies.
// config and wire choose by name; model-pack.ts loads what lies there; src/model-hub pulls what is not there yet.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createError } from '../errors.ts'
import { clipModels } from './clip-models.ts'
import type { ModelRow } from './pack/model-row.ts'

/** The name of the model that comes with the service. */
export const builtinModel = 'builtin'

const builtinFolder = fileURLToPath(new URL('../../models/builtin/', import.meta.url))

/** The names that MODEL can have. */
export const modelNames: readonly string[] = [builtinModel, ...clipModels.map(({ name }) => name)]

/** Where a pack lies. With a `row` it was pulled, and is described by the row; without, by its own model.json. */
export type ModelSource = { folder: string; row?: ModelRow }

/** The pack that came with the service. */
export const builtinSource: ModelSource = { folder: builtinFolder }

/** The named model's pack; those that are pulled lie below `modelsDir`. CONFIG_INVALID, listing the names, for an unknown one. */
export function findModel(name: string, modelsDir: string): ModelSource {
  if (name === builtinModel) return builtinSource
  return { folder: path.join(modelsDir, name), row: findRow(name) }
}

/** The pack that the settings choose: a folder of one's own, or a named model. */
export function chooseModel(settings: { model: string; modelDir: string | null; modelsDir: string }): ModelSource {
  const { model, modelDir, modelsDir } = settings
  return modelDir === null ? findModel(model, modelsDir) : { folder: modelDir }
}

/** The row of a model that is pulled. CONFIG_INVALID for the built-in one, and for a name that is none. */
export function findRow(name: string): ModelRow {
  const row = clipModels.find((one) => one.name === name)
  if (row !== undefined) return row
  if (name === builtinModel) {
    throw createError('CONFIG_INVALID', `The model “${builtinModel}” comes with the service: there is nothing to pull.`)
  }
  throw createError('CONFIG_INVALID', `There is no model “${name}”; the models are: ${modelNames.join(', ')}.`)
}
