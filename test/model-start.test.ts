// How a service starts with the model that it is told to use: with a pack of one's own, and with every wrong one, where it says
// in one line what is wrong and what to do, and ends.
import { appendFile, mkdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { finish, makePlace, type Place, start, startServer } from './cli/run-command.ts'
import { copyFolder } from './embedder/pack/packs.ts'
import { addAt, ask, json, raw, vectorize } from './support/client.ts'
import { startHubDouble } from './support/hub-double.ts'
import { startMlDouble } from './support/ml-double.ts'
import { solidJpeg } from './support/solid-pictures.ts'
import { tinyPack } from './support/tiny-packs.ts'

const serverCommand = [process.execPath, 'src/server.ts']
const pull = 'npx --no likeness models pull'

/** Starts the service, which must not start, and gives the one line that it says. */
async function failToStart(t: Test, { env }: Place, settings: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await finish(start(t, serverCommand, { env: { ...env, ...settings } }))
  t.equal(code, 1)
  t.equal(stdout, '')
  t.match(stderr, /^[^\n]+\n$/, 'one line')
  return stderr.trimEnd()
}

/** Each way to spoil a pack of one's own, with the line that is told of it. */
const spoilt: [string, (folder: string) => Promise<unknown>, RegExp][] = [
  ['no model.json', (f) => rm(join(f, 'model.json')), /model\.json cannot be read; point to a folder that holds/],
  [
    'a model.json that is no JSON',
    (f) => writeFile(join(f, 'model.json'), '{'),
    /model\.json is not JSON; get the pack/,
  ],
  ['a missing file', (f) => rm(join(f, 'text.onnx')), /text\.onnx is missing; get the pack again\.$/],
  [
    'a truncated file',
    (f) => truncate(join(f, 'image.onnx'), 9),
    /image\.onnx has 9 bytes where model\.json says \d+; get/,
  ],
  ['a tampered file', tamper, /tokenizer\.json has sha256 [0-9a-f]{12}… where model\.json says [0-9a-f]{12}…; get/],
  [
    'a path that leaves it',
    (f) => change(f, (m) => Object.assign(m.text, { file: '../x' })),
    /“\.\.\/x” leaves the fol/,
  ],
  ['a link that leaves it', linkOut, /“text\.onnx” leaves the folder; keep all files inside the pack\.$/],
  [
    'a lie about dims',
    (f) => change(f, (m) => Object.assign(m, { dims: 384 })),
    /image\.onnx gives 512 numbers where mod/,
  ],
  [
    'a missing output',
    (f) => change(f, (m) => Object.assign(m.text, { output: 'cls' })),
    /text\.onnx has no output cls, only text_embeds, last_hidden_state; get the pack again\.$/,
  ],
]

for (const [fault, spoil, line] of spoilt) {
  t.test(`a pack with ${fault} stops the start`, async (t) => {
    const folder = await copyFolder(t, tinyPack('tiny-clip'))
    await spoil(folder)
    const told = await failToStart(t, await makePlace(t), { MODEL_DIR: folder })
    t.match(told, /^Model pack “(tiny-clip|pack)”: /)
    t.match(told, line)
  })
}

type Manifest = { image: object; text: object }

async function change(folder: string, edit: (manifest: Manifest) => void): Promise<void> {
  const path = join(folder, 'model.json')
  const manifest = JSON.parse(await readFile(path, 'utf8'))
  edit(manifest)
  await writeFile(path, JSON.stringify(manifest))
}

async function tamper(folder: string): Promise<void> {
  const path = join(folder, 'tokenizer.json')
  const bytes = await readFile(path)
  bytes[bytes.length >> 1]! ^= 1
  await writeFile(path, bytes)
}

async function linkOut(folder: string): Promise<void> {
  await rename(join(folder, 'text.onnx'), join(folder, '../text.onnx'))
  await symlink('../text.onnx', join(folder, 'text.onnx'))
}

t.test('a model that is not on this machine stops the start, with the command that gets it', async (t) => {
  const told = await failToStart(t, await makePlace(t), { MODEL: 'clip-vit-b-32' })
  t.match(
    told,
    `The model “clip-vit-b-32” is not on this machine: run ${pull} clip-vit-b-32, or set MODEL_AUTO_PULL=true`,
  )
})

t.test('a pulled file that changed stops the start, with the command that mends it', async (t) => {
  const place = await makePlace(t)
  const folder = join(place.folder, 'models/clip-vit-b-32-int8')
  await mkdir(folder, { recursive: true })
  const files: Record<string, object> = {}
  for (const file of ['image.onnx', 'text.onnx', 'tokenizer.json']) {
    await appendFile(join(folder, file), 'not what it should be')
    files[file] = { bytes: 21, sha256: '0'.repeat(64), origin: 'somewhere' }
  }
  await writeFile(join(folder, 'lock.json'), JSON.stringify({ files }))
  const told = await failToStart(t, place, { MODEL: 'clip-vit-b-32-int8', MODELS_DIR: join(folder, '..') })
  t.match(told, /^Model pack “clip-vit-b-32-int8”: \S+ has sha256 [0-9a-f]{12}… where the model table says/)
  t.ok(told.endsWith(`; run ${pull} clip-vit-b-32-int8.`))
})

t.test('with MODEL_AUTO_PULL the start asks the hub, and tells what hinders the pull', async (t) => {
  const hub = await startHubDouble(t)
  const env = { MODEL: 'clip-vit-b-32', MODEL_AUTO_PULL: 'true', HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_secret' }
  const told = await failToStart(t, await makePlace(t), env)
  t.match(told, /^The model “clip-vit-b-32” is not complete: image\.onnx cannot be pulled from http:\/\/127.*\(404\)/)
  t.match(hub.requests, [
    {
      path: '/Qdrant/clip-ViT-B-32-vision/resolve/a636590e595dbbd798647c9dd4550d5652fba969/model.onnx',
      authorization: 'Bearer hf_secret',
    },
  ])
})

t.test('with texts embedded by a cluster', async (t) => {
  const cluster = await startMlDouble('missing', { dims: 512 })
  t.teardown(() => cluster.close())
  const place = await makePlace(t)
  const settings = {
    MODEL_DIR: await copyFolder(t, tinyPack('tiny-clip'), ['model.json', 'image.onnx']),
    TEXT_EMBEDDER: 'elasticsearch',
    TEXT_EMBEDDER_URL: cluster.url.replace('://', '://finder:s3cretPass@'),
    TEXT_EMBEDDER_MODEL: 'clip-text',
  }

  await t.test('a model that is not there stops the start', async (t) => {
    const told = await failToStart(t, place, settings)
    t.match(
      told,
      /^The text model cannot be used: the model "clip-text" is not in the cluster at http:.*start its depl/,
    )
    t.notMatch(told, /s3cretPass/)
  })

  await t.test(
    'words are searched for by its vectors, and a failure of it is a 503 of that search alone',
    async (t) => {
      cluster.mode = 'modern'
      const { url } = await startServer(t, { ...place, env: { ...place.env, ...settings } })
      const { image_id } = await addAt(url, 'blue.jpg', await solidJpeg('#336699'))
      t.match(await ask(`${url}/search/text`, json({ query: 'blue' })), { status: 200, body: { hits: [{}] } })
      t.match(cluster.requests.at(-1), { texts: ['blue'], authorization: /^Basic / })
      cluster.mode = 'notDeployed'
      const refused = await ask(`${url}/search/text`, json({ query: 'red' }))
      t.match(refused, { status: 503, body: { code: 'TEXT_EMBEDDER_UNAVAILABLE' } })
      t.equal(refused.headers.get('retry-after'), '30')
      t.match(await ask(`${url}/images/${image_id}/similar`), { status: 200 })
      t.match(await ask(`${url}/search/image`, raw(await solidJpeg('#336699'))), { status: 200 })
    },
  )
})

t.test('a pack of one’s own serves, says when a text was cut, and lets its text tower be changed', async (t) => {
  const place = await makePlace(t)
  const serve = (model: string) => startServer(t, { ...place, env: { ...place.env, MODEL_DIR: model } })
  const english = await serve(tinyPack('tiny-clip'))
  await addAt(english.url, 'blue.jpg', await solidJpeg('#336699'))
  const long = 'a very long description '.repeat(100)
  t.match(await ask(`${english.url}/search/text`, json({ query: long })), {
    status: 200,
    body: { truncated: true, model: { name: 'tiny-clip' }, hits: [{ relative_path: 'blue.jpg' }] },
  })
  const { body } = await vectorize(english.url, json({ inputs: [{ text: 'a cat' }, { text: long }] }))
  t.strictSame(
    body.vectors.map(({ truncated }) => truncated),
    [undefined, true],
  )
  t.match(await ask(`${english.url}/health/ready`), { body: { model: { space: 'tiny-clip', name: 'tiny-clip' } } })
  english.child.kill('SIGTERM')
  await english.exit

  const multilingual = await serve(tinyPack('tiny-multilingual'))
  t.match(await ask(`${multilingual.url}/search/text`, json({ query: 'eine Katze' })), {
    status: 200,
    body: { model: { name: 'tiny-multilingual' }, hits: [{ relative_path: 'blue.jpg' }] },
  })
  multilingual.child.kill('SIGTERM')
  await multilingual.exit

  await t.test('but not its image tower: the store is refused, naming both spaces and what to do', async (t) => {
    const told = await failToStart(t, place, {})
    t.match(told, /^The store holds vectors of the space "tiny-clip" \(512 numbers, image tower [0-9a-f]{12}, /)
    t.match(told, /the model in use makes vectors of the space "likeness-builtin-1" \(512 numbers, image tower /)
    t.match(
      told,
      /Use the model that the store was made with, or bring the store to this one with `npx --no likeness index migrate`\.$/,
    )
  })
})
