// A migration that is killed where nothing can be tidied up, again and again: the next one goes on, embeds nothing twice that was
// written, and ends where an uninterrupted one does.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { createCatchUp } from '../src/catch-up.ts'
import { bounds, embedAll, makeMigrationPlace, openTinyEmbedder, readAll } from './support/migration-place.ts'

const pictures = 60
/** What can be lost: the images that wait to be written together, and those in work. */
const lostMax = 16 + bounds.filesMax

/** Where each process is killed: at the first line that matches. */
const kills = [/^started$/, /^written 1[6-9]$/, /^written (2[4-9]|3\d)$/, /^written (4|5)\d$/]

const script = new URL('./support/migrating-process.ts', import.meta.url).pathname

t.test('a migration that is killed at any point is completed by later ones', async (t) => {
  const embedder = await openTinyEmbedder()
  t.teardown(() => embedder.close())
  const { add, dataDir, imagesDir, life, store, open, library } = await makeMigrationPlace(t, embedder)
  for (let i = 0; i < pictures; i++) await add(`image-${i}`, `#${String(100 + i)}`)
  const records = await store.list({ limit: pictures })
  const folders = [dataDir, imagesDir]
  let there = 0
  for (const at of kills) {
    const lines = await runUntil(folders, at)
    const [serving, filling] = await life.versions()
    t.match(serving, { isServing: true, images: pictures }, 'what serves is as it was')
    const written = (filling?.images ?? 0) - there
    const embedded = lines.filter((line) => line === 'embedding').length
    const told = lines.filter((line) => line.startsWith('written')).map((line) => Number(line.split(' ')[1]))
    t.ok(filling === undefined || filling.isFilling, 'and the new one is not finished')
    t.ok(there + written >= Math.max(0, ...told), `${at}: what was told as written is there`)
    t.ok(embedded - written <= lostMax, `${at}: ${embedded} were embedded, of which ${written} are there`)
    there += written
  }
  t.ok(there >= 40, 'the kills came all along the way')
  const lines = await runUntil(folders)
  t.equal(lines.at(-1), 'switched')
  t.equal(lines.filter((line) => line === 'embedding').length, pictures - there, 'the last one embeds what was left')
  await store.close()
  const log = { info: () => {}, warn: (line: string) => t.fail(line) }
  const moved = await open(embedder.model.space, createCatchUp({ embedder, library, bounds }, log))
  t.strictSame(
    (await readAll(moved)).map(({ record }) => record),
    records,
  )
  t.strictSame(await readAll(moved), await embedAll(records, embedder, imagesDir))
})

/** The lines of a migration that is killed at the first one that matches; of a whole one without a pattern. */
async function runUntil(folders: string[], at?: RegExp): Promise<string[]> {
  const child = spawn(process.execPath, [script, ...folders], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  let output = ''
  let isKilled = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (isKilled || !at || !output.split('\n').some((line) => at.test(line))) return
    isKilled = true
    child.kill('SIGKILL')
  })
  const [code, signal] = await ended
  if (at ? signal !== 'SIGKILL' : code !== 0) throw new Error(`The migration ended with ${code ?? signal}:\n${output}`)
  return output.split('\n').slice(0, -1)
}
