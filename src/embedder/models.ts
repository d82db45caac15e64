// The model table: which models can be named, and where the pack of each lies.
// config and wire choose by name; model-pack.ts loads what lies there.
import { fileURLToPath } from 'node:url'
import { createError } from '../errors.ts'

const models: ReadonlyMap<string, URL> = new Map([['builtin', new URL('../../models/builtin/', import.meta.url)]])

/** The names that MODEL can have. */
export const modelNames: readonly string[] = [...models.keys()]

/** The absolute folder of the named model's pack. Throws CONFIG_INVALID, listing the names, for an unknown one. */
export function findModelDir(name: string): string {
  const folder = models.get(name)
  if (folder === undefined) {
    throw createError('CONFIG_INVALID', `There is no model “${name}”; the models are: ${modelNames.join(', ')}.`)
  }
  return fileURLToPath(folder)
}
