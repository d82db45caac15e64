// Loads a model pack (a folder with model.json) and verifies every file in it by size and SHA-256.
// models.ts knows where packs lie; pool.ts starts the embedder from what is loaded here.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { createError, type LikenessError } from '../errors.ts'
import type { ModelInfo } from './embedder.ts'

const strict = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 100 })

const PackFile = {
  /** Relative to the pack's folder, which it must not leave. */
  file: Type.String({ minLength: 1, maxLength: 200 }),
  bytes: Type.Integer({ minimum: 1 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
}

const Preprocess = Type.Object(
  {
    /** Side of the square that the image tower takes, in pixels. */
    size: Type.Integer({ minimum: 16, maximum: 1024 }),
    resize: Type.Literal('short-side'),
    kernel: Type.Literal('cubic'),
    crop: Type.Literal('center'),
  },
  strict,
)
export type Preprocess = Static<typeof Preprocess>

const ImageTower = Type.Object(
  {
    ...PackFile,
    input: Name,
    output: Name,
    /** How pixels reach the graph. A new layout is a new member here and a new branch in inference-worker.ts. */
    layout: Type.Literal('nhwc-uint8'),
    preprocess: Preprocess,
  },
  strict,
)

const TextTower = Type.Object(
  {
    ...PackFile,
    inputs: Type.Object({ ids: Name, mask: Name }, strict),
    output: Name,
    tokenizer: Type.Object({ ...PackFile, context: Type.Integer({ minimum: 3, maximum: 8192 }) }, strict),
  },
  strict,
)

const ModelManifest = Type.Object(
  {
    name: Name,
    revision: Name,
    title: Name,
    description: Type.String({ minLength: 1, maxLength: 1000 }),
    licence: Name,
    space: Name,
    dims: Type.Integer({ minimum: 1, maximum: 4096 }),
    image: ImageTower,
    text: TextTower,
  },
  strict,
)
export type ModelManifest = Static<typeof ModelManifest>

export type ModelPack = {
  info: ModelInfo
  manifest: ModelManifest
  /** Absolute paths of the verified files. */
  paths: { image: string; text: string; tokenizer: string }
}

/** A MODEL_INVALID error in one line: which pack, what is wrong, what to do. */
export function modelInvalid(pack: string, wrong: string, todo = 'get the pack again', cause?: unknown): LikenessError {
  return createError('MODEL_INVALID', `Model pack “${pack}”: ${wrong}; ${todo}.`, { cause })
}

/**
 * Loads the pack in `folder` and verifies its files (30 MB take about 20 ms, read in pieces off the event loop).
 *
 * Errors: MODEL_INVALID for a model.json that is missing or does not fit, and for a file that is missing, leaves the
 * folder, or has another size or hash than model.json says.
 */
export async function loadModelPack(folder: string): Promise<ModelPack> {
  const manifest = await readManifest(folder)
  const { name, image, text } = manifest
  const [imagePath, textPath, tokenizerPath] = await Promise.all(
    [image, text, text.tokenizer].map((file) => verifyFile(name, folder, file)),
  )
  return {
    info: describeModel(manifest),
    manifest,
    paths: { image: imagePath!, text: textPath!, tokenizer: tokenizerPath! },
  }
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
  if (!Value.Check(ModelManifest, value)) {
    const first = Value.Errors(ModelManifest, value)[0]
    throw modelInvalid(pack, `model.json is wrong at ${first?.instancePath || '/'} (${first?.message})`, 'correct it')
  }
  return value
}

async function verifyFile(pack: string, folder: string, wanted: FileRow) {
  const { file, bytes, sha256 } = wanted
  const absolutePath = await locateFile(pack, folder, file)
  const found = await stat(absolutePath)
  if (!found.isFile()) throw modelInvalid(pack, `${file} is not a file`)
  if (found.size !== bytes) {
    throw modelInvalid(pack, `${file} has ${found.size} bytes where model.json says ${bytes}`)
  }
  const hash = createHash('sha256')
  await pipeline(createReadStream(absolutePath, { highWaterMark: 1 << 18 }), hash)
  const digest = hash.digest('hex')
  if (digest !== sha256) {
    throw modelInvalid(pack, `${file} has sha256 ${digest.slice(0, 12)}… where model.json says ${sha256.slice(0, 12)}…`)
  }
  return absolutePath
}

type FileRow = { file: string; bytes: number; sha256: string }

async function locateFile(pack: string, folder: string, file: string): Promise<string> {
  const root = await realpath(folder)
  const isInside = (absolutePath: string) => absolutePath.startsWith(root + path.sep)
  const leaves = () => modelInvalid(pack, `the path “${file}” leaves the folder`, 'keep all files inside the pack')
  const named = path.resolve(root, file)
  if (path.isAbsolute(file) || !isInside(named)) throw leaves()
  // Links are followed before the check, so that one inside the folder cannot lead out of it.
  const real = await realpath(named).catch((cause) => {
    throw modelInvalid(pack, `${file} is missing`, 'get the pack again', cause)
  })
  if (!isInside(real)) throw leaves()
  return real
}

function describeModel({ name, revision, title, description, dims, space, image }: ModelManifest): ModelInfo {
  const { resize, size, kernel, crop } = image.preprocess
  return {
    name,
    revision,
    title,
    description,
    dims,
    space: {
      id: space,
      imageTowerSha256: image.sha256,
      preprocessing: `${resize} ${size} ${kernel} ${crop} ${image.layout}`,
      dims,
    },
  }
}
