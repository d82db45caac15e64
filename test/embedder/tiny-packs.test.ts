// The tiny packs themselves, opened with the runtime alone: names, shapes, batches, and what Python made of them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { createTextOutput } from '../../src/embedder/inference/text-output.ts'
import type { ModelManifest } from '../../src/embedder/pack/model-manifest.ts'
import { createTokenize } from '../../src/embedder/tokens/tokenize.ts'
import { normalise } from '../../src/vector.ts'
import { goldenPictureSize, goldenPixels, readTinyGoldens, type TinyPackName, tinyPack } from '../support/tiny-packs.ts'

// Before the runtime is loaded: it would write a device id below the home folder.
process.env.ORT_DISABLE_TELEMETRY = '1'
const { InferenceSession, Tensor } = await import('onnxruntime-node')

const dims = 512
const tolerance = 1e-4
const goldens = readTinyGoldens()

const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionProviders: ['cpu'] }
const open = (pack: TinyPackName, file: string) => InferenceSession.create(join(tinyPack(pack), file), options)
const readManifest = async (pack: TinyPackName): Promise<ModelManifest> =>
  JSON.parse(await readFile(join(tinyPack(pack), 'model.json'), 'utf8'))

const { preprocess } = (await readManifest('tiny-clip')).image

/** Pictures [n, 3, 224, 224], normalised as the manifest says. */
function pictures(...batch: Uint8Array[]) {
  const area = goldenPictureSize ** 2
  const values = batch.flatMap((pixels) =>
    [0, 1, 2].flatMap((c) =>
      Array.from({ length: area }, (_, i) => (pixels[3 * i + c]! / 255 - preprocess.mean![c]!) / preprocess.std![c]!),
    ),
  )
  return { pixel_values: new Tensor('float32', values, [batch.length, 3, goldenPictureSize, goldenPictureSize]) }
}

/** Texts [n, longest], padded on the right. */
function texts(...batch: number[][]) {
  const length = Math.max(...batch.map((ids) => ids.length))
  const tensor = (rows: number[][]) => {
    const padded = rows.flatMap((row) => [...row, ...new Array(length - row.length).fill(0)])
    return new Tensor('int64', BigInt64Array.from(padded, BigInt), [rows.length, length])
  }
  return { input_ids: tensor(batch), attention_mask: tensor(batch.map((ids) => ids.map(() => 1))) }
}

/** The greatest difference between two lists of numbers; Infinity where they are not of one length. */
function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY
  return Math.max(...Array.from(one, (value, i) => Math.abs(value - other[i]!)))
}

t.test('the image tower has CLIP’s names and shapes, and is the same in all packs', async (t) => {
  const { inputMetadata, outputMetadata } = await open('tiny-clip', 'image.onnx')
  t.same(inputMetadata, [{ name: 'pixel_values', isTensor: true, type: 'float32', shape: ['batch_size', 3, 224, 224] }])
  t.same(outputMetadata, [{ name: 'image_embeds', isTensor: true, type: 'float32', shape: ['batch_size', dims] }])
  const { image, space } = await readManifest('tiny-clip')
  for (const other of ['tiny-multilingual', 'tiny-unpooled'] as const) {
    const manifest = await readManifest(other)
    t.same({ image: manifest.image, space: manifest.space }, { image, space })
  }
})

t.test('the image tower gives the golden vector, and for two pictures what it gives for each', async (t) => {
  const image = await open('tiny-clip', 'image.onnx')
  const pattern = goldenPixels()
  const reversed = goldenPixels().reverse()
  const embed = async (...batch: Uint8Array[]) => {
    const { image_embeds } = await image.run(pictures(...batch))
    t.same(image_embeds!.dims, [batch.length, dims])
    return image_embeds!.data as Float32Array
  }
  const [first, second, both] = [await embed(pattern), await embed(reversed), await embed(pattern, reversed)]
  t.ok(distance(normalise(first), goldens.image) < tolerance)
  t.ok(distance(both, [...first, ...second]) < tolerance)
  t.ok(distance(first, second) > 100 * tolerance, 'which are not the same')
})

/** Each text tower with its outputs, and whose golden numbers hold for it. */
const textTowers = [
  {
    pack: 'tiny-clip',
    outputs: { text_embeds: ['batch_size', dims], last_hidden_state: ['batch_size', 'sequence_length', 16] },
    expected: goldens.texts['tiny-clip'],
  },
  {
    pack: 'tiny-multilingual',
    outputs: { token_embeddings: ['batch_size', 'sequence_length', 16], sentence_embedding: ['batch_size', dims] },
    expected: goldens.texts['tiny-multilingual'],
  },
  {
    pack: 'tiny-unpooled',
    outputs: { token_embeddings: ['batch_size', 'sequence_length', 16] },
    expected: goldens.texts['tiny-multilingual'],
  },
] as const

for (const { pack, outputs, expected } of textTowers) {
  t.test(`the text tower of ${pack} has the published names and shapes`, async (t) => {
    const { inputMetadata, outputMetadata } = await open(pack, 'text.onnx')
    const tensor = { isTensor: true, type: 'int64', shape: ['batch_size', 'sequence_length'] }
    t.same(inputMetadata, [
      { name: 'input_ids', ...tensor },
      { name: 'attention_mask', ...tensor },
    ])
    const floats = Object.entries(outputs).map(([name, shape]) => ({ name, isTensor: true, type: 'float32', shape }))
    t.same(outputMetadata, floats)
  })

  t.test(`${pack} gives the golden ids and vectors`, async (t) => {
    const { text } = await readManifest(pack)
    const tower = await open(pack, text.file)
    const tokenize = await createTokenize(join(tinyPack(pack), text.tokenizer.file), text.tokenizer.context)
    const projectionPath = text.projection ? join(tinyPack(pack), text.projection.file) : null
    const toVector = await createTextOutput(text, projectionPath, dims)
    t.equal(expected.length, 5)
    for (const golden of expected) {
      t.same(tokenize(golden.text), { ids: golden.ids, truncated: golden.truncated })
      const output = (await tower.run(texts(golden.ids)))[text.output]!
      const vector = normalise(toVector(output.data as Float32Array, output.dims))
      t.ok(distance(vector, golden.vector) < tolerance, JSON.stringify(golden.text.slice(0, 40)))
    }
    t.ok(distance(expected[0]!.vector, expected[1]!.vector) > 100 * tolerance, 'which are not the same')
  })

  t.test(`${pack} gives for two texts of other lengths what it gives for each`, async (t) => {
    const { text } = await readManifest(pack)
    const tower = await open(pack, text.file)
    const run = async (...batch: number[][]) => (await tower.run(texts(...batch)))[text.output]!.data as Float32Array
    const [long, short] = [expected[1]!.ids, expected[0]!.ids]
    const both = await run(long, short)
    const half = both.length / 2
    const alone = await run(short)
    t.ok(distance(both.subarray(0, half), await run(long)) < tolerance)
    t.ok(distance(both.subarray(half, half + alone.length), alone) < tolerance)
    t.not(long.length, short.length)
  })
}
