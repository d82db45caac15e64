// Signals that come while the service starts; server.test.ts has those to one that runs.
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'
import { findStoreOwner } from '../src/store/open-store.ts'
import { finish, makePlace, type Place, start, startServer } from './cli/run-command.ts'

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} while the service starts stops it in good order as soon as it serves`, async (t) => {
    const place = await makePlace(t)
    const starting = start(t, [process.execPath, 'src/server.ts'], { env: { ...place.env, LOG_LEVEL: 'info' } })
    await whenStarting(place)
    starting.child.kill(signal)
    const { code, stdout, stderr } = await finish(starting)
    t.equal(code, 0)
    t.equal(stderr, '')
    t.match(stdout, 'Server listening', 'the signal came before it listened')
    t.notOk(existsSync(join(place.folder, 'store', 'owner.json')), 'the store was closed')
  })
}

test('SIGTERM to npm start reaches the service', async (t) => {
  const place = await makePlace(t)
  const { child } = await startServer(t, place, ['npm', 'start'])
  child.kill('SIGTERM')
  // No shell stands between npm and the service: one would end alone and leave the service behind.
  while (findStoreOwner(place.storeUrl)) await sleep(20)
  t.equal(findStoreOwner(place.storeUrl), null)
})

test('a start that fails after it was told to stop ends with its message and 1', async (t) => {
  const place = await makePlace(t)
  await mkdir(join(place.folder, 'store'))
  await writeFile(join(place.folder, 'store', 'store.sqlite'), 'no database '.repeat(100))
  const starting = start(t, [process.execPath, 'src/server.ts'], { env: place.env })
  await whenStarting(place)
  starting.child.kill('SIGTERM')
  const { code, stderr } = await finish(starting)
  t.equal(code, 1)
  t.match(stderr, /^.*the embedded store.*\n$/)
})

/** The library is made first; then the model takes its time to load. */
async function whenStarting({ imagesDir }: Place): Promise<void> {
  while (!existsSync(imagesDir)) await sleep(5)
}
