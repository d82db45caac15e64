// One owner per data folder: within a process, between processes, and after the owner was killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { announceStoreOwner, findStoreOwner, openStore } from '../../../src/store/open-store.ts'
import { sampleSpace } from '../sample-images.ts'
import { createPlace } from './store-place.ts'

const space = sampleSpace(32)

test('a second open in the same process is refused, and allowed after the first is closed', async (t) => {
  const { folder, open } = createPlace(t)
  const first = await open(space)
  await t.rejects(open(space), {
    code: 'STORE_LOCKED',
    message: `Process ${process.pid} owns this data folder. Stop it, or work through it.`,
  })
  await first.check()
  await first.close()
  t.notOk(existsSync(join(folder, 'owner.json')), 'closing removes the record of the owner')
  await (await open(space)).check()
})

test('a failed open gives the folder back', async (t) => {
  const { open } = createPlace(t)
  await (await open(space)).close()
  await t.rejects(open(sampleSpace(64)), { code: 'STORE_MISMATCH' })
  await (await open(space)).check()
})

test('the folder of another process is refused with its pid and address, and free once that is killed', async (t) => {
  const { folder, open } = createPlace(t)
  const owner = await startOwner(t, folder)
  await t.rejects(open(space), {
    code: 'STORE_LOCKED',
    message: `Process ${owner.pid} owns this data folder and serves it at http://127.0.0.1:4032. Stop it, or work through it.`,
  })
  t.strictSame(findStoreOwner(`file:${folder}`), { pid: owner.pid, url: 'http://127.0.0.1:4032' })
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  t.ok(existsSync(join(folder, 'owner.json')), 'the killed owner left its record behind')
  t.equal(findStoreOwner(`file:${folder}`), null)
  await (await open(space)).check()
  t.equal(findStoreOwner(`file:${folder}`)?.pid, process.pid)
})

test('an owner announces its address; who is not the owner may not', async (t) => {
  const { folder, open } = createPlace(t)
  const url = `file:${folder}`
  t.equal(findStoreOwner(url), null, 'nothing lies there yet')
  t.throws(() => announceStoreOwner(url, 'http://127.0.0.1:1'), { code: 'STORE_LOCKED' })
  const store = await open(space)
  t.strictSame(findStoreOwner(url), { pid: process.pid, url: null })
  announceStoreOwner(url, 'http://127.0.0.1:4032')
  t.strictSame(findStoreOwner(url), { pid: process.pid, url: 'http://127.0.0.1:4032' })
  t.match(JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')).started_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  await t.rejects(openStore(url, { space }), { code: 'STORE_LOCKED', message: /http:\/\/127\.0\.0\.1:4032/ })
  await store.close()
  t.equal(findStoreOwner(url), null)
})

test('a damaged record of the owner does not weaken the lock', async (t) => {
  const { folder, open } = createPlace(t)
  await open(space)
  writeFileSync(join(folder, 'owner.json'), '{"pid"')
  t.strictSame(findStoreOwner(`file:${folder}`), { pid: null, url: null })
  await t.rejects(open(space), { code: 'STORE_LOCKED', message: /^Another process owns/ })
})

test('an owner that has not written who it is does not pass for the killed one before it', async (t) => {
  const { folder, open } = createPlace(t)
  const killed = await startOwner(t, folder)
  const left = readFileSync(join(folder, 'owner.json'))
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  await open(space)
  writeFileSync(join(folder, 'owner.json'), left)
  t.strictSame(findStoreOwner(`file:${folder}`), { pid: null, url: null })
  await t.rejects(open(space), { code: 'STORE_LOCKED', message: /^Another process owns/ })
})

test('a lock that is no lock is refused, not taken for free', async (t) => {
  const { folder, open } = createPlace(t)
  writeFileSync(join(folder, 'owner.lock'), 'These bytes are no database. '.repeat(100))
  t.throws(() => findStoreOwner(`file:${folder}`), { code: 'STORE_INVALID' })
  await t.rejects(open(space), { code: 'STORE_INVALID' })
})

/** A process that owns the folder and serves it, as it says, at port 4032. */
async function startOwner(t: Test, folder: string): Promise<ChildProcess> {
  const script = `
    import { announceStoreOwner, openStore } from ${JSON.stringify(import.meta.resolve('../../../src/store/open-store.ts'))}
    const url = 'file:' + process.argv[1]
    await openStore(url, { space: ${JSON.stringify(space)}, workers: 1 })
    announceStoreOwner(url, 'http://127.0.0.1:4032')
    console.log('ready')
  `
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => owner.kill('SIGKILL'))
  await once(owner.stdout!, 'data')
  return owner
}
