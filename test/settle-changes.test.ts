// A start after a crash between a file and its record. The crash is a step that never ends; test/crash kills for real.
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'tap'
import { createImageCatalog } from '../src/image-catalog.ts'
import { settleChanges } from '../src/settle-changes.ts'
import { startParts, type TestParts } from './support/parts.ts'
import { solidJpeg } from './support/solid-pictures.ts'

const overwrite = { overwrite: true, restore: true }

test('a start after a crash', async (t) => {
  const parts = await startParts(t)
  const { store, library, changeNotes, imagesDir } = parts
  const notesFolder = join(dirname(imagesDir), 'unfinished')
  const catalog = createImageCatalog(parts)
  const upload = async (relativePath: string, color: string) => ({ relativePath, bytes: await solidJpeg(color) })
  const add = async (relativePath: string, color: string) => {
    const [outcome] = await catalog.add([await upload(relativePath, color)], overwrite)
    if (outcome?.status === 'failed') throw outcome.error
    return outcome!.record
  }
  const fileIs = async (relativePath: string, color: string) =>
    (await readFile(join(imagesDir, relativePath))).equals(await solidJpeg(color))

  /** Runs `work` on a catalogue whose parts are replaced; resolves when `reached` does, with `work` left where it is. */
  async function crash(
    replace: (reached: () => Promise<never>) => { [Part in keyof TestParts]?: Partial<TestParts[Part]> },
    work: (crashing: typeof catalog) => Promise<unknown>,
  ): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const replaced = replace(() => {
        resolve()
        return new Promise<never>(() => {})
      })
      const crashing = createImageCatalog({
        ...parts,
        store: { ...store, ...replaced.store },
        library: { ...library, ...replaced.library },
      })
      work(crashing).then(() => reject(new Error('It came to its end.')), reject)
    })
  }
  const beforeFile = (reached: () => Promise<never>) => ({ library: { write: reached } })
  const beforeRecord = (reached: () => Promise<never>) => ({ store: { upsert: reached } })

  await t.test('adds the record of a new file, as it was asked for', async (t) => {
    const asked = { ...(await upload('new/a.jpg', '#100000')), imageId: 'own', tags: ['asked'] }
    await crash(beforeRecord, (crashing) => crashing.add([asked], overwrite))
    t.strictSame(await store.getByPath(['new/a.jpg']), [null])
    await settleChanges(parts, (cause) => t.fail(String(cause)))
    const [record] = await store.getByPath(['new/a.jpg'])
    t.match(record, { imageId: 'own', tags: ['asked'], origin: 'upload' })
    const [vector] = await store.getVectors(['own'])
    const [hit] = await store.search({ vector: vector!, k: 1 })
    t.match(hit, { record: { imageId: 'own' } })
  })

  await t.test('adds nothing whose file had not come', async (t) => {
    await crash(beforeFile, async (crashing) => crashing.add([await upload('none/a.jpg', '#110000')], overwrite))
    await settleChanges(parts, (cause) => t.fail(String(cause)))
    t.strictSame(await store.getByPath(['none/a.jpg']), [null])
  })

  await t.test('gives a replaced file its record', async (t) => {
    const before = await add('replaced/a.jpg', '#200000')
    await crash(beforeRecord, async (crashing) => crashing.add([await upload('replaced/a.jpg', '#210000')], overwrite))
    t.ok(await fileIs('replaced/a.jpg', '#210000'))
    await settleChanges(parts, (cause) => t.fail(String(cause)))
    const after = await catalog.get(before.imageId)
    t.not(after.contentSha256, before.contentSha256)
    t.match(await catalog.add([await upload('replaced/a.jpg', '#210000')], overwrite), [{ status: 'unchanged' }])
  })

  await t.test('keeps the record of a file that was not replaced yet', async (t) => {
    const before = await add('kept/a.jpg', '#300000')
    await crash(beforeFile, async (crashing) => crashing.add([await upload('kept/a.jpg', '#310000')], overwrite))
    await settleChanges(parts, (cause) => t.fail(String(cause)))
    t.strictSame(await catalog.get(before.imageId), before)
    t.ok(await fileIs('kept/a.jpg', '#300000'))
  })

  await t.test('removes the file of a record that is gone', async (t) => {
    const { imageId } = await add('removed/a.jpg', '#400000')
    const beforeUnlink = (reached: () => Promise<never>) => ({ library: { remove: reached } })
    await crash(beforeUnlink, (crashing) => crashing.remove(imageId))
    t.ok(existsSync(join(imagesDir, 'removed/a.jpg')))
    await settleChanges(parts, (cause) => t.fail(String(cause)))
    t.notOk(existsSync(join(imagesDir, 'removed')))
  })

  await t.test('keeps record and file of a removal that had not begun', async (t) => {
    const before = await add('staying/a.jpg', '#500000')
    const beforeRemoval = (reached: () => Promise<never>) => ({ store: { remove: reached } })
    await crash(beforeRemoval, (crashing) => crashing.remove(before.imageId))
    await settleChanges(parts, (cause) => t.fail(String(cause)))
    t.strictSame(await catalog.get(before.imageId), before)
    t.ok(await fileIs('staying/a.jpg', '#500000'))
  })

  await t.test('leaves alone what was changed after the crash', async (t) => {
    const { imageId } = await add('later/a.jpg', '#600000')
    await crash(beforeRecord, async (crashing) => crashing.add([await upload('later/a.jpg', '#610000')], overwrite))
    await catalog.remove(imageId)
    const asked = { ...(await upload('later/b.jpg', '#610000')), imageId }
    await catalog.add([asked], overwrite)
    // Somebody puts the file back by hand: its old id belongs to another picture now.
    await mkdir(join(imagesDir, 'later'), { recursive: true })
    await writeFile(join(imagesDir, 'later/a.jpg'), await solidJpeg('#610000'))
    await settleChanges(parts, (cause) => t.fail(String(cause)))
    t.match(await catalog.get(imageId), { relativePath: 'later/b.jpg' })
    t.strictSame(await store.getByPath(['later/a.jpg']), [null])
  })

  await t.test('forgets a note that was cut short, and keeps one that it cannot follow', async (t) => {
    await writeFile(join(notesFolder, 'cut-short.json'), '{"kind":"wri')
    await mkdir(join(notesFolder, 'a-folder'))
    const causes: unknown[] = []
    await settleChanges(parts, (cause) => causes.push(cause))
    t.match(causes, [{ code: 'EISDIR' }], 'and says why')
    t.strictSame(await readdir(notesFolder), ['a-folder'])
    t.equal((await changeNotes.findLeft()).length, 1)
  })
})
