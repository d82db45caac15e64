import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createEmbedder } from '../../../src/embedder/pool.ts'
import { embedderOptions } from '../../support/embedder-options.ts'
import { tinyPack } from '../../support/tiny-packs.ts'
import { scene } from '../pixels/pictures.ts'

const picture = await scene(320, 240).png().toBuffer()

async function openFolder(t: Test) {
  const graphsDir = join(await mkdtemp(join(tmpdir(), 'likeness-graphs-')), 'cache', 'graphs')
  t.teardown(() => rm(graphsDir, { recursive: true, force: true }))
  async function embed(dir = graphsDir) {
    const embedder = await createEmbedder({
      ...embedderOptions,
      model: { folder: tinyPack('tiny-clip') },
      graphsDir: dir,
    })
    try {
      return [(await embedder.embedText('a cat')).vector, (await embedder.embedImage(picture)).vector]
    } finally {
      await embedder.close()
    }
  }
  return { graphsDir, embed }
}

t.test('graphs are kept optimised, and a later start gives the same vectors from them', async (t) => {
  const { graphsDir, embed } = await openFolder(t)
  const first = await embed()
  const files = await readdir(graphsDir)
  t.equal(files.length, 2)
  t.ok(files.every((file) => /^[0-9a-f]{64}\.onnx$/.test(file)))
  const before = await Promise.all(files.map((file) => readFile(join(graphsDir, file))))
  t.same(await embed(), first)
  const after = await Promise.all(files.map((file) => readFile(join(graphsDir, file))))
  t.ok(
    after.every((bytes, i) => bytes.equals(before[i]!)),
    'read, not written',
  )
})

t.test('a kept graph that is damaged is forgotten, and made again by the next start', async (t) => {
  const { graphsDir, embed } = await openFolder(t)
  const first = await embed()
  const [file] = await readdir(graphsDir)
  const whole = await readFile(join(graphsDir, file!))
  await writeFile(join(graphsDir, file!), whole.subarray(0, 1000))
  t.same(await embed(), first)
  t.notOk((await readdir(graphsDir)).includes(file!))
  t.same(await embed(), first)
  t.equal((await readFile(join(graphsDir, file!))).length, whole.length)
})

t.test('where nothing can be written the graph serves as it is', async (t) => {
  const { graphsDir, embed } = await openFolder(t)
  const first = await embed()
  // A file stands where a folder would be needed.
  const blocked = join(graphsDir, (await readdir(graphsDir))[0]!, 'below')
  t.same(await embed(blocked), first)
})
