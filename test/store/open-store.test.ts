// The registry: which URLs open which store.
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'tap'
import { findStoreOwner, openStore } from '../../src/store/open-store.ts'
import { sampleSpace } from './sample-images.ts'

const space = sampleSpace(32)

test('file: URLs, relative and absolute, open the embedded store and make its folder', async (t) => {
  const folder = join(t.testdir(), 'new', 'data folder')
  const urls = [`file:./${relative(process.cwd(), folder)}`, `file:${folder}`, `file://${folder}`, `FILE:${folder}`]
  for (const url of urls) {
    const store = await openStore(url, { space, workers: 1 })
    t.match(store.description, 'embedded')
    await store.close()
  }
  t.ok(existsSync(join(folder, 'store.sqlite')))
  t.notOk(
    pathToFileURL(folder).href.includes(' '),
    'the folder was one that a percent-encoded URL would spell differently',
  )
})

test('other URLs are refused with the accepted ones, without repeating what may hold a password', async (t) => {
  for (const url of ['redis://user:secret@host/1', './data', 'data', '', 'file:', 'file://host/data']) {
    const error = await openStore(url, { space }).catch((reason) => reason)
    t.equal(error.code, 'CONFIG_INVALID', url)
    t.match(error.message, 'file:./data')
    t.notMatch(error.message, 'secret')
  }
  t.throws(() => findStoreOwner('redis://host'), { code: 'CONFIG_INVALID' })
})
