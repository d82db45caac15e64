// The table of `likeness models list`. models.ts prints it.
import type { Config } from '../config.ts'
import { clipModels } from '../embedder/clip-models.ts'
import { builtinModel, findModel } from '../embedder/models.ts'
import { findLock } from '../embedder/pack/model-pack.ts'
import { type ModelRow, neededFiles } from '../embedder/pack/model-row.ts'
import { inMb } from '../model-hub/pull-log.ts'

/** One line a model, its columns aligned. */
export async function listModels(config: Config): Promise<string> {
  const lines = [['', 'NAME', 'HERE', 'DOWNLOAD', 'LICENCE', 'WHAT']]
  lines.push([
    mark(config, builtinModel),
    builtinModel,
    'yes',
    '-',
    'Apache-2.0, MIT, WordNet',
    'basic, English, comes along',
  ])
  for (const row of clipModels) {
    const bytes = row.files.reduce((sum, { aboutBytes }) => sum + aboutBytes, 0)
    lines.push([
      mark(config, row.name),
      row.name,
      await stateOf(row, config),
      `${inMb(bytes)} MB`,
      row.licence,
      row.title,
    ])
  }
  if (config.modelDir !== null) lines.push(['*', 'MODEL_DIR', 'yes', '-', '', config.modelDir])
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

function mark({ model, modelDir }: Config, name: string): string {
  return modelDir === null && model === name ? '*' : ''
}

/** By the record of the pull alone, as hashing the files takes seconds; `models verify` does that. */
async function stateOf(row: ModelRow, config: Config): Promise<string> {
  const lock = await findLock(findModel(row.name, config.modelsDir).folder)
  const files = neededFiles(row, { text: config.textEmbedder === 'local' })
  const there = files.filter(({ file }) => lock?.files[file] !== undefined).length
  return there === files.length ? 'yes' : there === 0 ? 'no' : `${there} of ${files.length} files`
}
