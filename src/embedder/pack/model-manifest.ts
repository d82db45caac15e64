// What a model.json says: the files of a pack, how its two towers are fed and read, and the space of their vectors.
// model-pack.ts reads and verifies it; clip-models.ts holds the same for models that are pulled. docs/models.md explains it.
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const strict = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 100 })

const PackFile = {
  /** Relative to the pack's folder, which it must not leave. */
  file: Type.String({ minLength: 1, maxLength: 200 }),
  bytes: Type.Integer({ minimum: 1 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
}

/**
 * How many inputs a run should take at most, where a run of several takes less time than as many runs; 1 where it is left out. Each
 * start tries whether the graph bears it.
 */
const BatchMax = Type.Optional(Type.Integer({ minimum: 1, maximum: 64 }))

/** One number for red, green and blue each, of pixel values from 0 to 1. */
const Channels = Type.Array(Type.Number({ minimum: -10, maximum: 10 }), { minItems: 3, maxItems: 3 })

const Preprocess = Type.Object(
  {
    /** Side of the square that the image tower takes, in pixels. */
    size: Type.Integer({ minimum: 16, maximum: 1024 }),
    resize: Type.Literal('short-side'),
    kernel: Type.Literal('cubic'),
    crop: Type.Literal('center'),
    /** Taken off each channel before it is divided by `std`: for graphs that do not normalise by themselves. */
    mean: Type.Optional(Channels),
    std: Type.Optional(Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 10 }), { minItems: 3, maxItems: 3 })),
  },
  strict,
)
export type Preprocess = Static<typeof Preprocess>

const ImageTower = Type.Object(
  {
    ...PackFile,
    input: Name,
    output: Name,
    /**
     * How pixels reach the graph: `nhwc-uint8` as bytes [1, size, size, 3], the graph normalises; `nchw-float32` as
     * (value / 255 − mean) / std, [1, 3, size, size].
     */
    layout: Type.Enum(['nhwc-uint8', 'nchw-float32']),
    batchMax: BatchMax,
    preprocess: Preprocess,
  },
  strict,
)
export type ImageTower = Static<typeof ImageTower>

const Projection = Type.Object(
  {
    ...PackFile,
    /** Names of float32 tensors in the safetensors file: `weight` is [dims, inner], `bias` is [dims]. */
    weight: Name,
    bias: Type.Optional(Name),
  },
  strict,
)
export type Projection = Static<typeof Projection>

const Tokenizer = Type.Object({ ...PackFile, context: Type.Integer({ minimum: 3, maximum: 8192 }) }, strict)

const TextTower = Type.Object(
  {
    ...PackFile,
    inputs: Type.Object({ ids: Name, mask: Type.Optional(Name) }, strict),
    output: Name,
    /** For graphs whose output is [1, tokens, inner]: the mean of the tokens, the first one, or the last one. */
    pooling: Type.Optional(Type.Enum(['mean', 'first', 'last'])),
    /** For graphs that end before the shared space: a linear layer that is applied after pooling. */
    projection: Type.Optional(Projection),
    /** Of texts with the same number of tokens. */
    batchMax: BatchMax,
    tokenizer: Tokenizer,
  },
  strict,
)
export type TextTower = Static<typeof TextTower>

export const ModelManifest = Type.Object(
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

export type PackFileRow = { file: string; bytes: number; sha256: string }

/** The first thing that is wrong with a parsed model.json, as `place (what is expected)`; null when nothing is. */
export function findManifestFault(value: unknown): string | null {
  if (!Value.Check(ModelManifest, value)) {
    const first = Value.Errors(ModelManifest, value)[0]
    return `${first?.instancePath || '/'} (${first?.message})`
  }
  const { layout, preprocess } = value.image
  const isNormalisedHere = layout === 'nchw-float32'
  const hasBoth = preprocess.mean !== undefined && preprocess.std !== undefined
  const hasNone = preprocess.mean === undefined && preprocess.std === undefined
  if (isNormalisedHere && !hasBoth) return `/image/preprocess (layout ${layout} needs mean and std)`
  if (!isNormalisedHere && !hasNone) return `/image/preprocess (layout ${layout} takes no mean and std)`
  return null
}

/** The image preprocessing in one canonical line. It is part of a store's fingerprint, so it never changes for a model. */
export function describePreprocessing({ layout, preprocess }: ImageTower): string {
  const { resize, size, kernel, crop, mean, std } = preprocess
  const normalisation = mean && std ? ` mean ${mean.join(' ')} std ${std.join(' ')}` : ''
  return `${resize} ${size} ${kernel} ${crop} ${layout}${normalisation}`
}
