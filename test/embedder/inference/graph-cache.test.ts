import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { builtinSource } from '../../../src/embedder/models.ts'
import { createEmbedder } from '../../../src/embedder/pool.ts'
import { dot } from '../../../src/vector.ts'
import { embedderOptions } from '../../support/embedder-options.ts'

import { scene } from '../pixels/pictures.ts'

const picture = await scene(320, 240).png().toBuffer()

async function openFolder(t: Test) {
  const graphsDir = join(await mkdtemp(join(tmpdir(), 'likeness-graphs-')), 'cache', 'graphs')
  t.teardown(() => rm(graphsDir, { recursive: true, force: true }))
  const warnings: string[] = []
  async function embed(dir: string | null = graphsDir) {
    const options = { ...embedderOptions, model: builtinSource, graphsDir: dir }
    const embedder = await createEmbedder(options, { warn: (message) => void warnings.push(message) })
    try {
      return [(await embedder.embedText('a cat')).vector, (await embedder.embedImage(picture)).vector]
    } finally {
      await embedder.close()
    }
  }
  return { graphsDir, embed, warnings }
}

const kept = ['graph.onnx', 'weights.data']

/** Every file below the folder with its bytes. */
async function readAll(folder: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.')).sort()
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)))
}

function lengthsOf(files: Map<string, Buffer>): [string, number][] {
  return [...files].map(([name, bytes]) => [name, bytes.length])
}

t.test('graphs are kept optimised, and a later start gives the same vectors from them', async (t) => {
  const { graphsDir, embed } = await openFolder(t)
  const first = await embed()
  const folders = await readdir(graphsDir)
  t.equal(folders.length, 2)
  for (const folder of folders) {
    t.match(folder, /^[0-9a-f]{64}$/)
    t.same((await readdir(join(graphsDir, folder))).sort(), kept)
  }
  const before = await readAll(graphsDir)
  t.same(await embed(), first)
  t.same(await readAll(graphsDir), before, 'read, not written')
})

t.test('what is kept gives the vectors that the graph itself gives', async (t) => {
  const { embed } = await openFolder(t)
  const [optimised, original] = [await embed(), await embed(null)]
  for (const [i, vector] of original.entries()) t.ok(dot(vector, optimised[i]!) > 0.999999)
})

for (const file of kept) {
  t.test(`a kept ${file} that is damaged is forgotten, and made again by the next start`, async (t) => {
    const { graphsDir, embed } = await openFolder(t)
    const first = await embed()
    const before = await readAll(graphsDir)
    const [folder] = await readdir(graphsDir)
    await truncate(join(graphsDir, folder!, file), 1000)
    t.same(await embed(), first)
    t.notOk((await readdir(graphsDir)).includes(folder!))
    t.same(await embed(), first)
    // The runtime writes the weights in no certain order.
    t.same(lengthsOf(await readAll(graphsDir)), lengthsOf(before))
  })
}

t.test('what a removal left half-way is no obstacle', async (t) => {
  const { graphsDir, embed, warnings } = await openFolder(t)
  const first = await embed()
  const [folder] = await readdir(graphsDir)
  await rm(join(graphsDir, folder!, 'graph.onnx'))
  t.same(await embed(), first)
  t.same(warnings, [])
  t.same((await readdir(join(graphsDir, folder!))).sort(), kept)
})

t.test('what is half done, or was not used for a month, goes when a graph is added', async (t) => {
  const { graphsDir, embed } = await openFolder(t)
  const hour = 3600
  const name = (digit: string) => digit.repeat(64)
  const ages = {
    [name('a')]: 31 * 24 * hour,
    [name('b')]: 24 * hour,
    [`${name('c')}.123`]: 2 * hour,
    [`${name('d')}.123`]: 60,
    [`${name('e')}.onnx`]: 2 * hour,
    'of somebody else': 1000 * 24 * hour,
  }
  for (const [folder, ageS] of Object.entries(ages)) {
    await mkdir(join(graphsDir, folder), { recursive: true })
    const usedS = Date.now() / 1000 - ageS
    await utimes(join(graphsDir, folder), usedS, usedS)
  }
  await embed()
  const left = (await readdir(graphsDir)).filter((folder) => folder in ages)
  t.same(left.sort(), [name('b'), `${name('d')}.123`, 'of somebody else'])
})

t.test('where nothing can be written the graph serves as it is, and the operator is told once', async (t) => {
  const { graphsDir, embed, warnings } = await openFolder(t)
  const first = await embed()
  t.same(warnings, [])
  // A file stands where a folder would be needed.
  const blocked = join(graphsDir, (await readdir(graphsDir))[0]!, 'graph.onnx', 'below')
  t.same(await embed(blocked), first)
  t.equal(warnings.length, 1)
  t.match(warnings[0], /optimised graph cannot be kept/)
})
