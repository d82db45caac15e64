// Loads a model pack and verifies every file in it by size and SHA-256: a folder with a model.json, or one that was pulled
// for a row of the model table. models.ts knows where packs lie; pool.ts starts the embedder from what is loaded here.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createError, type LikenessError } from '../../errors.ts'
import type { ModelInfo } from '../embedder.ts'
import type { ModelSource } from '../models.ts'
import { describePreprocessing, findManifestFault, type ModelManifest, type PackFileRow } from './model-manifest.ts'
import { completeRow, lockFileName, type ModelLock, type ModelRow, neededFiles } from './model-row.ts'
import { PackFileFault, verifyPackFile } from './pack-file.ts'

export type ModelPack = {
  info: ModelInfo
  manifest: ModelManifest
  /** Absolute paths of the verified files; null for a tower that is not wanted. */
  paths: { image: string | null; text: TextPaths | null }
  /** What says how the files should be, for error messages: `model.json`, or `the model table`. */
  declared: string
  /** What to do about a pack that does not work. */
  remedy: string
}

export type TextPaths = { tower: string; tokenizer: string; projection: string | null }

/** A MODEL_INVALID error in one line: which pack, what is wrong, what to do. */
export function modelInvalid(pack: string, wrong: string, todo: string, cause?: unknown): LikenessError {
  return createError('MODEL_INVALID', `Model pack “${pack}”: ${wrong}; ${todo}.`, { cause })
}

/**
 * Loads the pack and verifies its files, of the towers that are wanted (30 MB take about 20 ms,
 * CLIP's 900 MB one to two seconds, read in pieces off the event loop).
 *
 * Errors: MODEL_NOT_PULLED for a model of the table that is not on this machine; MODEL_INVALID for a model.json that is
 * missing or does not fit, and for a file that is missing, leaves the folder, or has another size or hash than was declared.
 */
export async function loadModelPack(
  source: ModelSource,
  { text = true, image = true }: { text?: boolean; image?: boolean } = {},
): Promise<ModelPack> {
  const { folder, row } = source
  const remedy = row ? `run ${pullCommand(row)}` : 'get the pack again'
  const declared = row ? 'the model table' : 'model.json'
  const manifest = row ? completeRow(row, await readLock(folder, row, text)) : await readManifest(folder)
  const verify = (file: PackFileRow) =>
    verifyPackFile(folder, file, declared).catch((fault) => {
      if (!(fault instanceof PackFileFault)) throw fault
      if (row && fault.isMissing) throw notPulled(row, fault)
      throw modelInvalid(manifest.name, fault.message, fault.todo ?? remedy, fault.cause)
    })
  const { tokenizer, projection } = manifest.text
  const textFiles = [manifest.text, tokenizer, ...(projection ? [projection] : [])]
  const files = [...(image ? [manifest.image] : []), ...(text ? textFiles : [])]
  const checks = await Promise.allSettled(files.map(verify))
  // Of several faults the first in this order is told, not the one that was found first.
  const failed = checks.find((check) => check.status === 'rejected')
  if (failed) throw failed.reason
  const verified = checks.map((check) => (check as PromiseFulfilledResult<string>).value)
  const imagePath = image ? verified.shift()! : null
  const [tower, tokenizerPath, projectionPath = null] = verified
  return {
    info: describeModel(manifest),
    manifest,
    paths: {
      image: imagePath,
      text: text ? { tower: tower!, tokenizer: tokenizerPath!, projection: projectionPath } : null,
    },
    declared,
    remedy,
  }
}

/** What a person types to get the model. */
export function pullCommand({ name }: ModelRow): string {
  return `npx --no likeness models pull ${name}`
}

async function readManifest(folder: string): Promise<ModelManifest> {
  const pack = path.basename(folder)
  const text = await readFile(path.join(folder, 'model.json'), 'utf8').catch((cause) => {
    throw modelInvalid(pack, 'model.json cannot be read', 'point to a folder that holds a model pack', cause)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw modelInvalid(pack, 'model.json is not JSON', 'get the pack again', cause)
  }
  const fault = findManifestFault(value)
  if (fault !== null) throw modelInvalid(pack, `model.json is wrong at ${fault}`, 'correct it')
  return value as ModelManifest
}

/** What was recorded when the model was pulled. MODEL_NOT_PULLED where that, or a needed file in it, is not there. */
async function readLock(folder: string, row: ModelRow, text: boolean): Promise<ModelLock> {
  const lock = await findLock(folder)
  if (lock !== null && neededFiles(row, { text }).every(({ file }) => lock.files[file] !== undefined)) return lock
  throw notPulled(row)
}

function notPulled(row: ModelRow, cause?: unknown): LikenessError {
  return createError(
    'MODEL_NOT_PULLED',
    `The model “${row.name}” is not on this machine: run ${pullCommand(row)}, or set MODEL_AUTO_PULL=true to have it pulled at the start.`,
    { cause },
  )
}

/** The pull's record in the folder; null where there is none that can be read. */
export async function findLock(folder: string): Promise<ModelLock | null> {
  try {
    const lock = JSON.parse(await readFile(path.join(folder, lockFileName), 'utf8'))
    const files = Object.values(lock.files ?? {}) as Record<string, unknown>[]
    const isWhole = files.every(({ bytes, sha256 }) => Number.isSafeInteger(bytes) && typeof sha256 === 'string')
    return isWhole && files.length > 0 ? lock : null
  } catch {
    return null
  }
}

function describeModel(manifest: ModelManifest): ModelInfo {
  const { name, revision, title, description, dims, space, image } = manifest
  return {
    name,
    revision,
    title,
    description,
    dims,
    space: { id: space, imageTowerSha256: image.sha256, preprocessing: describePreprocessing(image), dims },
  }
}
