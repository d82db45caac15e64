// A library whose disk is full.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import { runOnSmallDisk } from '../support/small-disk.ts'
import { openLibrary } from './open-library.ts'

test('a picture for which there is no room is refused as STORE_UNAVAILABLE and leaves nothing behind', async (t) => {
  const { root, cache } = await openLibrary(t)
  const script = `
    import { createFolderLibrary } from ${JSON.stringify(import.meta.resolve('../../src/library/folder.ts'))}
    const [, root, cacheFolder] = process.argv
    const library = await createFolderLibrary({ root, cacheFolder, pixelsMax: 1 })
    const refused = await library.write('a.jpg', new Uint8Array(4e6), { overwrite: false }).catch((error) => error)
    await library.write('b.jpg', new Uint8Array(10), { overwrite: false })
    console.log(JSON.stringify({ code: refused.code, message: refused.message, retryAfterS: refused.retryAfterS }))
  `
  t.strictSame(await runOnSmallDisk(script, root, cache), {
    code: 'STORE_UNAVAILABLE',
    message: 'There is no room left to write the file.',
    retryAfterS: 60,
  })
  t.strictSame(await readdir(root), ['b.jpg'])
  t.strictSame(await readdir(join(cache, 'writes')), [])
})
