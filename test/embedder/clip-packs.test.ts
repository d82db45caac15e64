// The embedder on packs of CLIP's form: normalisation outside the graph, both tokenizers, pooling and projection outside
// the graph, against what Python made of the same texts and picture (test/fixtures/packs/goldens.json).
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { builtinSource } from '../../src/embedder/models.ts'
import type { ModelManifest } from '../../src/embedder/pack/model-manifest.ts'
import { createEmbedder, type EmbedderHooks, type EmbedderOptions } from '../../src/embedder/pool.ts'
import { dot } from '../../src/vector.ts'
import { embedderOptions } from '../support/embedder-options.ts'
import { goldenPictureSize, goldenPixels, readTinyGoldens, type TinyPackName, tinyPack } from '../support/tiny-packs.ts'
import { copyFolder, sha256Of } from './pack/packs.ts'

const goldens = readTinyGoldens()
const packs: TinyPackName[] = ['tiny-clip', 'tiny-multilingual', 'tiny-unpooled']

const goldenPicture = await sharp(goldenPixels(), {
  raw: { width: goldenPictureSize, height: goldenPictureSize, channels: 3 },
})
  .png()
  .toBuffer()

async function open(t: Test, folder: string, options: Partial<EmbedderOptions> = {}, hooks: EmbedderHooks = {}) {
  const embedder = await createEmbedder({ model: { folder }, ...embedderOptions, ...options }, hooks)
  t.teardown(() => embedder.close())
  return embedder
}

/** A copy of a tiny pack with `change` applied to its model.json. */
async function changedPack(t: Test, name: TinyPackName, change: (manifest: ModelManifest) => void): Promise<string> {
  const folder = await copyFolder(t, tinyPack(name))
  const path = join(folder, 'model.json')
  const manifest: ModelManifest = JSON.parse(await readFile(path, 'utf8'))
  change(manifest)
  await writeFile(path, JSON.stringify(manifest))
  return folder
}

for (const name of packs) {
  t.test(`${name} gives the reference’s vectors for texts and a picture`, async (t) => {
    const embedder = await open(t, tinyPack(name))
    const image = await embedder.embedImage(goldenPicture)
    t.ok(dot(image.vector, Float32Array.from(goldens.image)) > 0.999999, 'the picture')
    for (const { text, vector, truncated } of goldens.texts[name === 'tiny-clip' ? 'tiny-clip' : 'tiny-multilingual']) {
      const embedded = await embedder.embedText(text)
      t.ok(dot(embedded.vector, Float32Array.from(vector)) > 0.999999, text.slice(0, 40))
      t.equal(embedded.truncated, truncated)
    }
    t.equal(goldens.texts['tiny-clip'].filter(({ truncated }) => truncated).length, 1, 'one text is too long')
  })
}

t.test('models of one image tower share their space, whatever their text tower', async (t) => {
  const spaces = await Promise.all(packs.map(async (name) => (await open(t, tinyPack(name))).model.space))
  t.same(spaces[1], spaces[0])
  t.same(spaces[2], spaces[0])
  t.equal(
    spaces[0]!.preprocessing,
    'short-side 224 cubic center nchw-float32 mean 0.48145466 0.4578275 0.40821073 std 0.26862954 0.26130258 0.27577711',
  )
})

t.test('other numbers for the normalisation are another space, and other vectors', async (t) => {
  const folder = await changedPack(t, 'tiny-clip', ({ image }) => {
    image.preprocess.mean = [0.5, 0.5, 0.5]
    image.preprocess.std = [0.5, 0.5, 0.5]
  })
  const [other, own] = [await open(t, folder), await open(t, tinyPack('tiny-clip'))]
  t.not(other.model.space.preprocessing, own.model.space.preprocessing)
  const { vector } = await other.embedImage(goldenPicture)
  t.ok(dot(vector, Float32Array.from(goldens.image)) < 0.9999)
})

t.test('the first and the last token can be taken instead of the mean', async (t) => {
  const vectors = await Promise.all(
    (['mean', 'first', 'last'] as const).map(async (pooling) => {
      const folder = await changedPack(t, 'tiny-unpooled', (manifest) => {
        manifest.text.pooling = pooling
      })
      return (await (await open(t, folder)).embedText('two cats')).vector
    }),
  )
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    t.ok(dot(vectors[i]!, vectors[j]!) < 0.9999)
  }
})

/** Each way a pack can be wrong that only its own form shows, with what the one line must say. */
const wrong: [string, TinyPackName, (manifest: ModelManifest) => void, RegExp][] = [
  [
    'no mean and std where the graph does not normalise',
    'tiny-clip',
    ({ image }) => Object.assign(image.preprocess, { mean: undefined }),
    /model\.json is wrong at \/image\/preprocess \(layout nchw-float32 needs mean and std\); correct it\.$/,
  ],
  [
    'a std of zero',
    'tiny-clip',
    ({ image }) => Object.assign(image.preprocess, { std: [1, 0, 1] }),
    /wrong at \/image\/preprocess\/std\/1/,
  ],
  ['no pooling', 'tiny-unpooled', ({ text }) => delete text.pooling, /text\.onnx does not run on the input/],
  [
    'no projection',
    'tiny-unpooled',
    ({ text }) => delete text.projection,
    /text\.onnx gives \d+ numbers where model\.json says 512 dims/,
  ],
  [
    'a projection with another name in it',
    'tiny-unpooled',
    ({ text }) => Object.assign(text.projection!, { weight: 'w' }),
    /projection\.safetensors cannot be used as a projection: there is no tensor w;/,
  ],
  [
    'a projection that is no safetensors file',
    'tiny-unpooled',
    ({ text }) => Object.assign(text.projection!, text.tokenizer, { context: undefined }),
    /tokenizer\.json cannot be used as a projection: it is no safetensors file;/,
  ],
  [
    'a projection for other dims',
    'tiny-unpooled',
    (manifest) => Object.assign(manifest, { dims: 256 }),
    /image\.onnx gives 512 numbers where model\.json says 256 dims/,
  ],
  [
    'pooling of what is pooled already',
    'tiny-multilingual',
    ({ text }) => Object.assign(text, { pooling: 'mean' }),
    /text\.onnx does not run on the input/,
  ],
  [
    'no mask where the graph takes one',
    'tiny-clip',
    ({ text }) => Object.assign(text.inputs, { mask: undefined }),
    /text\.onnx takes the inputs attention_mask, input_ids where model\.json names input_ids/,
  ],
]

for (const [fault, name, change, line] of wrong) {
  t.test(`a pack with ${fault} is MODEL_INVALID and says so in one line`, async (t) => {
    const folder = await changedPack(t, name, change)
    const error = await createEmbedder({ model: { folder }, ...embedderOptions }).catch((error) => error)
    t.equal(error.code, 'MODEL_INVALID')
    t.match(error.message, line)
    t.notMatch(error.message, /\n/)
  })
}

t.test('a model whose texts are embedded elsewhere needs no text tower', async (t) => {
  const folder = await copyFolder(t, tinyPack('tiny-clip'), ['model.json', 'image.onnx'])
  await t.rejects(createEmbedder({ model: { folder }, ...embedderOptions }), {
    code: 'MODEL_INVALID',
    message: /text\.onnx is mi/,
  })
  const asked: string[] = []
  let isClosed = false
  const makeTextEmbedder: EmbedderOptions['makeTextEmbedder'] = (dims) => ({
    async embed(text) {
      asked.push(text)
      return { output: new Float32Array(dims).fill(3), truncated: text.length > 10 }
    },
    async warmUp() {
      asked.push('')
    },
    async close() {
      isClosed = true
    },
  })
  const embedder = await createEmbedder({ model: { folder }, ...embedderOptions, makeTextEmbedder })
  const { vector, truncated, tokens } = await embedder.embedText('a text that is long')
  t.equal(truncated, true)
  t.equal(tokens, null, 'nobody tells how many it has')
  t.ok(Math.abs(dot(vector, vector) - 1) < 1e-6, 'its numbers are brought to unit length')
  t.same(asked, ['', 'a text that is long'], 'after it was warmed up')
  t.ok(dot((await embedder.embedImage(goldenPicture)).vector, Float32Array.from(goldens.image)) > 0.999999)
  await embedder.close()
  t.ok(isClosed)
})

t.test('a text embedder that does not answer stops the start before any thread', async (t) => {
  const makeTextEmbedder: EmbedderOptions['makeTextEmbedder'] = () => ({
    embed: () => Promise.reject(new Error('never asked')),
    warmUp: () => Promise.reject(new Error('not there')),
    close: async () => {},
  })
  const spawnWorker = () => {
    throw new Error('a thread')
  }
  const options = { model: { folder: tinyPack('tiny-clip') }, ...embedderOptions, makeTextEmbedder }
  await t.rejects(createEmbedder(options, { spawnWorker }), { message: 'not there' })
})

t.test('an execution provider that is not to be had is told once, and the processor does the work', async (t) => {
  const told: string[] = []
  const warn = (message: string, cause: unknown) => {
    told.push(message)
    t.ok(cause instanceof Error)
  }
  const embedder = await open(t, tinyPack('tiny-clip'), { providers: ['cuda'], workers: 2 }, { warn })
  t.same(told, ['The execution provider cuda cannot be used here.'])
  const { vector } = await embedder.embedImage(goldenPicture)
  t.ok(dot(vector, Float32Array.from(goldens.image)) > 0.9999)
})

t.test('a pack whose hash was made to fit a damaged projection is told at its place', async (t) => {
  const folder = await copyFolder(t, tinyPack('tiny-unpooled'))
  const whole = await readFile(join(folder, 'projection.safetensors'))
  const cut = whole.subarray(0, whole.length - 8)
  await writeFile(join(folder, 'projection.safetensors'), cut)
  const manifest: ModelManifest = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'))
  Object.assign(manifest.text.projection!, { bytes: cut.length, sha256: sha256Of(cut) })
  await writeFile(join(folder, 'model.json'), JSON.stringify(manifest))
  await t.rejects(createEmbedder({ model: { folder }, ...embedderOptions }), {
    code: 'MODEL_INVALID',
    message: /projection\.safetensors cannot be used as a projection: the tensor linear\.\w+ is not whole/,
  })
})

t.test('a pack with the tokenizer of another model is told, though it runs on common words', async (t) => {
  const folder = await copyFolder(t, tinyPack('tiny-clip'))
  const tokenizer = await readFile(join(builtinSource.folder, 'tokenizer.json'))
  await writeFile(join(folder, 'tokenizer.json'), tokenizer)
  const manifest: ModelManifest = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'))
  Object.assign(manifest.text.tokenizer, { bytes: tokenizer.length, sha256: sha256Of(tokenizer) })
  await writeFile(join(folder, 'model.json'), JSON.stringify(manifest))
  await t.rejects(createEmbedder({ model: { folder }, ...embedderOptions }), {
    code: 'MODEL_INVALID',
    message: /text\.onnx does not know the ids of tokenizer\.json, which go up to 30521; get the pack again\.$/,
  })
})
