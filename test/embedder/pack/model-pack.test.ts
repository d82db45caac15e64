import { appendFile, cp, mkdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import t from 'tap'
import { builtinSource, findModel, modelNames } from '../../../src/embedder/models.ts'
import type { ModelManifest } from '../../../src/embedder/pack/model-manifest.ts'
import { loadModelPack } from '../../../src/embedder/pack/model-pack.ts'
import { createEmbedder } from '../../../src/embedder/pool.ts'
import { embedderOptions } from '../../support/embedder-options.ts'
import { copyPack, sha256Of } from './packs.ts'

t.test('the built-in pack loads, verified, with the space that its vectors belong to', async (t) => {
  const { info, paths } = await loadModelPack(builtinSource)
  t.match(info, { name: 'builtin', dims: 512, space: { id: 'likeness-builtin-1', dims: 512 } })
  t.match(info.space.preprocessing, /^short-side \d+ cubic center nhwc-uint8$/)
  const image = await readFile(paths.image!)
  t.equal(info.space.imageTowerSha256, sha256Of(image))
})

t.test('an unknown model name is CONFIG_INVALID and lists the names', (t) => {
  t.same(modelNames.toSorted(), [
    'builtin',
    'clip-vit-b-32',
    'clip-vit-b-32-int8',
    'clip-vit-b-32-multilingual',
    'clip-vit-b-32-multilingual-int8',
  ])
  t.throws(() => findModel('clipp', ''), { code: 'CONFIG_INVALID', message: /“clipp”.*: builtin, clip-vit-b-32-multi/ })
  t.end()
})

/** Each way to spoil a pack, with what the one line must say. */
const spoilt: [string, (folder: string) => Promise<unknown>, RegExp][] = [
  ['no model.json', (f) => rm(path.join(f, 'model.json')), /model\.json cannot be read; point to a folder/],
  ['a model.json that is not JSON', (f) => truncate(path.join(f, 'model.json'), 20), /model\.json is not JSON/],
  ['a missing file', (f) => rm(path.join(f, 'text.onnx')), /text\.onnx is missing; get the pack again/],
  [
    'a truncated graph',
    (f) => truncate(path.join(f, 'image.onnx'), 1000),
    /image\.onnx has 1000 bytes where .* says \d+/,
  ],
  ['a longer file', (f) => appendFile(path.join(f, 'tokenizer.json'), ' '), /tokenizer\.json has \d+ bytes where/],
  ['a tampered file', (f) => flipByte(path.join(f, 'text.onnx')), /text\.onnx has sha256 [0-9a-f]{12}… where/],
  ['a folder for a file', (f) => replaceWithFolder(path.join(f, 'text.onnx')), /text\.onnx is not a file/],
  ['a link that leaves the folder', linkOut, /the path “text\.onnx” leaves the folder; keep all files inside/],
]

for (const [fault, spoil, line] of spoilt) {
  t.test(`a pack with ${fault} is MODEL_INVALID and says so in one line`, async (t) => {
    const folder = await copyPack(t)
    await spoil(folder)
    const error = await loadModelPack({ folder }).catch((error) => error)
    t.equal(error.code, 'MODEL_INVALID')
    t.match(error.message, line)
    t.match(error.message, /^Model pack “(builtin|pack)”: [^\n]*\.$/)
    t.notMatch(error.message, path.dirname(folder), 'and shows no absolute path')
  })
}

/** Each lie in model.json that shows without running the graph. */
const lies: [string, (manifest: ModelManifest) => void, RegExp][] = [
  ['a path that climbs out', (m) => Object.assign(m.image, { file: '../image.onnx' }), /“\.\.\/image\.onnx” leaves/],
  ['an absolute path', (m) => Object.assign(m.text, { file: '/etc/hostname' }), /“\/etc\/hostname” leaves/],
  ['the folder itself as a file', (m) => Object.assign(m.text, { file: '.' }), /“\.” leaves/],
  ['no dims', (m) => Object.assign(m, { dims: undefined }), /model\.json is wrong at \/ \(.*dims/],
  ['dims that are no number', (m) => Object.assign(m, { dims: '512' }), /model\.json is wrong at \/dims/],
  ['an unknown layout', (m) => Object.assign(m.image, { layout: 'hwcn' }), /wrong at \/image\/layout/],
  ['a hash that is none', (m) => Object.assign(m.text, { sha256: 'abc' }), /wrong at \/text\/sha256/],
  ['an unknown setting', (m) => Object.assign(m.image.preprocess, { mean: [0] }), /wrong at \/image\/preprocess/],
]

for (const [lie, tell, line] of lies) {
  t.test(`a model.json with ${lie} is MODEL_INVALID and says where`, async (t) => {
    await t.rejects(loadModelPack({ folder: await copyPack(t, tell) }), { code: 'MODEL_INVALID', message: line })
  })
}

/** Each lie in model.json that shows only when the graph is loaded or run. */
const graphLies: [string, (manifest: ModelManifest) => void, RegExp][] = [
  [
    'other dims',
    (m) => Object.assign(m, { dims: 384 }),
    /image\.onnx gives 512 numbers where model\.json says 384 dims/,
  ],
  ['another output', (m) => Object.assign(m.text, { output: 'cls' }), /text\.onnx has no output cls, only text_embeds/],
  [
    'another input',
    (m) => Object.assign(m.image, { input: 'x' }),
    /image\.onnx takes the inputs pixels where .* names x/,
  ],
  ['another size', (m) => Object.assign(m.image.preprocess, { size: 100 }), /image\.onnx does not run on the input/],
  [
    'too long a context',
    (m) => Object.assign(m.text.tokenizer, { context: 4000 }),
    /text\.onnx does not run on the input/,
  ],
  ['towers swapped', swapTowers, /image\.onnx takes the inputs|text\.onnx takes the inputs/],
]

for (const [lie, tell, line] of graphLies) {
  t.test(`an embedder does not start with a model.json that names ${lie}`, async (t) => {
    const folder = await copyPack(t, tell)
    await t.rejects(createEmbedder({ model: { folder }, ...embedderOptions }), { code: 'MODEL_INVALID', message: line })
  })
}

t.test('an embedder does not start with a file that is no graph, whatever its hash', async (t) => {
  const noGraph = Buffer.from('no graph')
  const sha256 = sha256Of(noGraph)
  const folder = await copyPack(t, (m) => Object.assign(m.image, { bytes: noGraph.length, sha256 }))
  await writeFile(path.join(folder, 'image.onnx'), noGraph)
  const error = await createEmbedder({ model: { folder }, ...embedderOptions }).catch((error) => error)
  t.match(error, { code: 'MODEL_INVALID', message: /image\.onnx cannot be loaded as an ONNX graph/ })
  t.ok(error.cause, 'the runtime’s words are in the cause')
})

t.test('an embedder does not start with a tokenizer that is none', async (t) => {
  const text = Buffer.from('{}')
  const sha256 = sha256Of(text)
  const folder = await copyPack(t, (m) => Object.assign(m.text.tokenizer, { bytes: text.length, sha256 }))
  await writeFile(path.join(folder, 'tokenizer.json'), text)
  const started = createEmbedder({ model: { folder }, ...embedderOptions })
  await t.rejects(started, { code: 'MODEL_INVALID', message: /tokenizer\.json cannot be used as a tokenizer/ })
})

function swapTowers({ image, text }: ModelManifest): void {
  const { file, bytes, sha256 } = image
  Object.assign(image, { file: text.file, bytes: text.bytes, sha256: text.sha256 })
  Object.assign(text, { file, bytes, sha256 })
}

async function flipByte(file: string): Promise<void> {
  const bytes = await readFile(file)
  bytes[bytes.length >> 1]! ^= 1
  await writeFile(file, bytes)
}

async function replaceWithFolder(file: string): Promise<void> {
  await rm(file)
  await mkdir(file)
}

async function linkOut(folder: string): Promise<void> {
  const outside = path.join(path.dirname(folder), 'outside.onnx')
  await rename(path.join(folder, 'text.onnx'), outside)
  await symlink(outside, path.join(folder, 'text.onnx'))
}

t.test('a link that stays inside the folder is followed', async (t) => {
  const folder = await copyPack(t)
  await mkdir(path.join(folder, 'blobs'))
  await cp(path.join(folder, 'text.onnx'), path.join(folder, 'blobs', 'a1'))
  await rm(path.join(folder, 'text.onnx'))
  await symlink(path.join('blobs', 'a1'), path.join(folder, 'text.onnx'))
  t.match(await loadModelPack({ folder }), { paths: { text: { tower: /blobs.a1$/ } } })
})
