// From the hub to vectors: a model of the table is pulled, loaded by what the pull recorded, and refused when it changed since.
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { loadModelPack } from '../../src/embedder/pack/model-pack.ts'
import type { ModelRow } from '../../src/embedder/pack/model-row.ts'
import { createEmbedder } from '../../src/embedder/pool.ts'
import { dot } from '../../src/vector.ts'
import { sha256Of } from '../embedder/pack/packs.ts'
import { embedderOptions } from '../support/embedder-options.ts'
import { readTinyGoldens, tinyPack } from '../support/tiny-packs.ts'
import { row as anyRow, makePullPlace } from './pull-place.ts'

const tiny = tinyPack('tiny-multilingual')
const bytesOf = async (file: string) => readFile(join(tiny, file))

/** The table's multilingual row with the tiny pack's files: the graphs pinned, the tokenizer not. */
const row: ModelRow = {
  ...anyRow,
  files: await Promise.all(
    anyRow.files.map(async (file) => ({
      ...file,
      sha256: file.file === 'tokenizer.json' ? undefined : sha256Of(await bytesOf(file.file)),
    })),
  ),
}

async function pullTiny(t: Test, { text = true } = {}) {
  const place = await makePullPlace(t)
  for (const { file, repo, revision, path } of row.files) {
    place.hub.put(`/${repo}/resolve/${revision}/${path}`, await bytesOf(file))
  }
  await place.pull({ row, text })
  return { ...place, source: { folder: place.folder, row } }
}

t.test('a model that was pulled gives the reference’s vectors, in the space that its row names', async (t) => {
  const { source } = await pullTiny(t)
  const embedder = await createEmbedder({ model: source, ...embedderOptions })
  t.teardown(() => embedder.close())
  for (const { text, vector } of readTinyGoldens().texts['tiny-multilingual']) {
    t.ok(dot((await embedder.embedText(text)).vector, Float32Array.from(vector)) > 0.999999)
  }
  t.match(embedder.model.space, {
    id: 'clip-vit-b-32',
    imageTowerSha256: sha256Of(await bytesOf('image.onnx')),
    dims: 512,
  })
})

t.test('a model that was not pulled says what to run', async (t) => {
  const { folder } = await makePullPlace(t)
  await t.rejects(loadModelPack({ folder, row }), {
    code: 'MODEL_NOT_PULLED',
    message:
      'The model “test-model” is not on this machine: run npx --no likeness models pull test-model, or set MODEL_AUTO_PULL=true to have it pulled at the start.',
  })
})

t.test('so does one of which a file or the record of the pull is gone', async (t) => {
  for (const file of ['text.onnx', 'lock.json']) {
    const { source } = await pullTiny(t)
    await rm(join(source.folder, file))
    await t.rejects(loadModelPack(source), { code: 'MODEL_NOT_PULLED' }, file)
  }
})

t.test('a record that is damaged counts as none', async (t) => {
  for (const damage of ['', '{', '{}', '{"files": {"text.onnx": {}}}', 'null']) {
    const { source } = await pullTiny(t)
    await writeFile(join(source.folder, 'lock.json'), damage)
    await t.rejects(loadModelPack(source), { code: 'MODEL_NOT_PULLED' }, damage)
  }
})

t.test('a file that changed since is told, with the command that mends it', async (t) => {
  for (const file of ['image.onnx', 'text.onnx', 'tokenizer.json']) {
    const { source, pull } = await pullTiny(t)
    await appendFile(join(source.folder, file), ' ')
    const error = await loadModelPack(source).catch((error) => error)
    t.equal(error.code, 'MODEL_INVALID')
    t.match(error.message, /^Model pack “test-model”: \S+ has \d+ bytes where the model table says \d+; run npx --no/)
    t.match(error.message, file)
    await pull({ row })
    t.ok(await loadModelPack(source))
  }
})

t.test('a record that was changed to fit another file does not beat the hash that is known', async (t) => {
  const { source } = await pullTiny(t)
  const other = Buffer.from('another graph')
  await writeFile(join(source.folder, 'text.onnx'), other)
  const lock = JSON.parse(await readFile(join(source.folder, 'lock.json'), 'utf8'))
  Object.assign(lock.files['text.onnx'], { bytes: other.length, sha256: sha256Of(other) })
  await writeFile(join(source.folder, 'lock.json'), JSON.stringify(lock))
  await t.rejects(loadModelPack(source), { code: 'MODEL_INVALID', message: /text\.onnx has sha256/ })
})

t.test('a model whose texts are embedded elsewhere needs its image tower alone', async (t) => {
  const { source } = await pullTiny(t, { text: false })
  t.match(await loadModelPack(source, { text: false }), { paths: { text: null } })
  await t.rejects(loadModelPack(source), { code: 'MODEL_NOT_PULLED' })
})
