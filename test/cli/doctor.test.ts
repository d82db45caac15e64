// `likeness doctor` as a person runs it: on an embedded store, with settings that are wrong, and on a cluster out of reach. What it
// finds on a cluster is in test/store/elasticsearch/diagnose*.test.ts.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Test, test } from 'tap'
import { examine, formatFindings } from '../../src/cli/doctor.ts'
import { readConfig } from '../../src/config.ts'
import type { VectorSpace } from '../../src/embedder/embedder.ts'
import { toRoomFinding } from '../../src/store/diagnose-folder.ts'
import type { Finding } from '../../src/store/diagnosis.ts'
import { openIndexLife, openStore } from '../../src/store/open-store.ts'
import { findModelSpace } from '../../src/wire-store.ts'
import { startEngineDouble } from '../store/elasticsearch/engine-double.ts'
import { randomImages, sampleSpace } from '../store/sample-images.ts'
import { createRandom } from '../support/seeded-random.ts'
import { tinyPack } from '../support/tiny-packs.ts'
import { makePlace, type Place, projectFolder, runCli, startServer } from './run-command.ts'

const random = createRandom(83)

/** A place with a folder of pictures, and a store of the space with some images in it. */
async function makeStore(t: Test, space?: VectorSpace): Promise<Place> {
  const place = await makePlace(t)
  await mkdir(place.imagesDir)
  const own = space ?? (await findModelSpace(readConfig(place.env)))
  const store = await openStore(place.storeUrl, { space: own, workers: 1 })
  await store.upsert(randomImages(random, 40, own.dims))
  await store.close()
  return place
}

function storeFolderOf({ storeUrl }: Place): string {
  return storeUrl.slice('file:'.length)
}

function troubles(findings: readonly Finding[]): Finding[] {
  for (const { detail, verdict, advice } of findings) {
    if ((advice === undefined) !== (verdict === 'ok'))
      throw new Error(`Advice, where something is wrong alone: ${detail}`)
  }
  return findings.filter(({ verdict }) => verdict !== 'ok')
}

/** These findings and no others, each as its pattern says. */
function matchEach(t: Test, findings: readonly Finding[], patterns: readonly object[]): void {
  t.equal(findings.length, patterns.length, findings.map(({ detail }) => detail).join('; '))
  t.match(findings, patterns)
}

test('what is well is told line by line, with exit code 0, and nothing is changed', async (t) => {
  const place = await makeStore(t)
  const before = await readdir(place.folder, { recursive: true })
  const { code, stdout, stderr } = await runCli(t, ['doctor'], place)
  t.match({ code, stderr }, { code: 0, stderr: '' })
  const lines = stdout.trimEnd().split('\n')
  const folder = storeFolderOf(place)
  t.match(lines, [
    /^ok {7}settings {6}every one is usable$/,
    /^ok {7}model {9}builtin: 3 files as declared, space "[\w-]+", 512 numbers a vector$/,
    `ok       pictures      ${place.imagesDir}`,
    `ok       data folder   ${place.env.DATA_DIR} is not there yet: the first start makes it`,
    /^ok {7}data disk {5}[\d.]+ \wiB of [\d.]+ \wiB free$/,
    `ok       store folder  ${folder}`,
    'ok       owner         no process has the store open',
    /^ok {7}database {6}store\.sqlite: 40 pictures, [\d.]+ KiB, schema version 6, whole$/,
    'ok       index         1 database: store.sqlite serves',
    /^ok {7}space {9}store\.sqlite holds vectors of the space "[\w-]+" .*, that of the model of the settings$/,
    /^ok {7}disk {10}[\d.]+ \wiB of [\d.]+ \wiB free$/,
    '11 ok, 0 warnings, 0 failures',
  ])
  t.equal(lines.length, 12)
  const after = await readdir(place.folder, { recursive: true })
  t.strictSame(after.filter((name) => !/-(wal|shm)$/.test(name)).sort(), before.sort())
})

test('a store that is not there yet is well, and is not made', async (t) => {
  const place = await makePlace(t)
  await mkdir(place.imagesDir)
  const findings = await examine(place.env)
  t.strictSame(troubles(findings), [])
  t.match(findings.at(-1), { check: 'store folder', detail: /is not there yet/ })
  t.notOk(existsSync(storeFolderOf(place)))
})

test('beside a running service the store is looked at all the same, and its owner is told', async (t) => {
  const place = await makeStore(t)
  const server = await startServer(t, place)
  const findings = await examine(place.env)
  t.strictSame(troubles(findings), [])
  t.match(
    findings.find(({ check }) => check === 'owner'),
    { detail: `process ${server.child.pid} serves it at ${server.url}` },
  )
  t.match(
    findings.find(({ check }) => check === 'database'),
    { detail: /^store\.sqlite: 40 pictures/ },
  )
  t.equal((await fetch(`${server.url}/health/ready`)).status, 200)
})

test('a store of another model is a failure, with what to do and exit code 1, in JSON too', async (t) => {
  const place = await makeStore(t, sampleSpace(512))
  const { code, stdout, stderr } = await runCli(t, ['doctor', '--json'], place)
  t.match({ code, stderr }, { code: 1, stderr: '' })
  const isRoom = ({ check }: Finding) => check.includes('disk')
  const [told, found] = [JSON.parse(stdout) as Finding[], await examine(place.env)]
  t.strictSame(
    told.filter((finding) => !isRoom(finding)),
    found.filter((finding) => !isRoom(finding)),
  )
  matchEach(t, troubles(await examine(place.env)), [
    {
      check: 'space',
      verdict: 'failure',
      detail: /^store\.sqlite holds vectors of the space "sample-space" .*; the model of the settings makes vectors of/,
      advice: /index migrate/,
    },
  ])
})

test('a migration that was stopped is a warning, and told to be running while it runs', async (t) => {
  const place = await makeStore(t)
  const life = await openIndexLife(place.storeUrl)
  await life.exclusively(async () => {
    await life.create(sampleSpace(512))
    const running = await examine(place.env)
    t.strictSame(troubles(running), [])
    t.match(
      running.find(({ check }) => check === 'migration'),
      { detail: `process ${process.pid} fills store-2.sqlite (space "sample-space")` },
    )
  })
  const findings = await examine(place.env)
  matchEach(t, troubles(findings), [
    { check: 'migration', verdict: 'warning', detail: /store-2\.sqlite/, advice: /index migrate/ },
  ])
  t.match(
    findings.find(({ check }) => check === 'index'),
    { detail: '2 databases: store.sqlite serves, store-2.sqlite is not finished' },
  )
})

/** Overwrites the file from the middle on, where tables and their indexes have their pages. */
async function damage(path: string): Promise<void> {
  const { size } = await stat(path)
  const file = await open(path, 'r+')
  const from = 2 * 16_384
  await file.write(Buffer.alloc(size - from, 0x5a), 0, size - from, from)
  await file.close()
}

test('a database that is damaged is a failure, in its pages or as a whole', async (t) => {
  const place = await makeStore(t)
  const path = join(storeFolderOf(place), 'store.sqlite')
  await damage(path)
  const inPages = troubles(await examine(place.env))
  t.match(inPages[0], {
    check: 'database',
    verdict: 'failure',
    detail: /^store\.sqlite \([\d.]+ KiB\) is damaged: /,
    advice: /backup.*ingest anew/,
  })
  await writeFile(path, 'This is no database, whatever its name says.'.repeat(100))
  t.match(troubles(await examine(place.env))[0], {
    check: 'database',
    verdict: 'failure',
    detail: 'file is not a database',
  })
})

test('a folder of pictures that is missing, or that is a file, is a failure', async (t) => {
  const place = await makeStore(t)
  await rm(place.imagesDir, { recursive: true })
  matchEach(t, troubles(await examine(place.env)), [
    { check: 'pictures', verdict: 'failure', detail: `${place.imagesDir} is not there`, advice: /IMAGES_DIR/ },
  ])
  t.notOk(existsSync(place.imagesDir), 'it is not made')
  await writeFile(place.imagesDir, '')
  matchEach(t, troubles(await examine(place.env)), [
    { check: 'pictures', verdict: 'failure', detail: `${place.imagesDir} is not a folder` },
  ])
})

test('folders that are files, or lie below one, are failures', async (t) => {
  const place = await makePlace(t)
  await mkdir(place.imagesDir)
  const file = join(place.folder, 'file')
  await writeFile(file, '')
  const env = { ...place.env, DATA_DIR: file, STORE_URL: `file:${file}` }
  matchEach(t, troubles(await examine(env)), [
    { check: 'data folder', detail: `${file}: no folder`, advice: /DATA_DIR/ },
    { check: 'store folder', detail: `${file} is not a folder`, advice: /STORE_URL/ },
  ])
  const below = { ...place.env, DATA_DIR: join(file, 'data'), STORE_URL: `file:${join(file, 'store')}` }
  matchEach(t, troubles(await examine(below)), [{ check: 'data folder' }, { check: 'store folder' }])
})

test('a model that is not here, or whose files were changed, is a failure', async (t) => {
  const place = await makeStore(t)
  const name = 'clip-vit-b-32'
  const missing = { ...place.env, MODEL: name, MODELS_DIR: join(place.folder, 'models') }
  matchEach(t, troubles(await examine(missing)), [
    { check: 'model', verdict: 'failure', detail: `The model “${name}” is not on this machine`, advice: /models pull/ },
    { check: 'space', verdict: 'warning', detail: /the model of the settings cannot be told$/ },
  ])
  t.match(troubles(await examine({ ...missing, MODEL_AUTO_PULL: 'true' }))[0], { verdict: 'warning' })

  const pack = join(place.folder, 'pack')
  await cp(tinyPack('tiny-clip'), pack, { recursive: true })
  const own = { ...place.env, MODEL_DIR: pack }
  t.match((await examine(own))[1], { check: 'model', verdict: 'ok', detail: /^tiny-clip: \d files as declared/ })
  const largest = (await readdir(pack)).find((file) => file.endsWith('.onnx'))!
  await writeFile(join(pack, largest), 'x', { flag: 'a' })
  t.match((await examine(own))[1], { check: 'model', verdict: 'failure', detail: `${largest} has ` })
})

test('settings that are wrong are the one failure', async (t) => {
  const place = await makePlace(t)
  const env = { ...place.env, PORT: 'none', WORKERS: '0' }
  matchEach(t, await examine(env), [
    { check: 'settings', verdict: 'failure', detail: /PORT must be .*\n.*WORKERS must be/ },
  ])
  const { code, stdout } = await runCli(t, ['doctor'], { env })
  t.equal(code, 1)
  t.match(
    stdout,
    /^failure {2}settings {2}The settings are not usable:\n {19} {2}- PORT must be.*\n(.*\n)+0 ok, 0 warnings, 1 failure\n$/,
  )
})

test('an option that it does not know is told with exit code 2', async (t) => {
  t.match(await runCli(t, ['doctor', '--mend']), { code: 2, stdout: '', stderr: /^Unknown option '--mend'/ })
})

test('no password, key or token is told, whatever answers at the address of the store', async (t) => {
  const place = await makePlace(t)
  await mkdir(place.imagesDir)
  const password = 's3cret:Päss@'
  const secrets = {
    STORE_API_KEY: 'a2V5OnMzY3JldA==',
    API_KEYS: 'the-key-of-the-service',
    HF_TOKEN: 'hf_token_of_a_person',
  }
  const basic = Buffer.from(`finder:${password}`).toString('base64')
  const told = [...Object.values(secrets), password, encodeURIComponent(password), basic, 'finder']
  const echo = await startEngineDouble(t, ({ authorization, path }) => ({
    status: path.startsWith('/_nodes/_local') ? 200 : 500,
    body: { nodes: {}, error: { type: 'x', reason: `cannot forward {authorization: ${authorization}}` } },
  }))
  const refusing = await startEngineDouble(t, ({ authorization }) => ({
    status: 401,
    body: { error: { type: 'security_exception', reason: `not authenticated by ${authorization} for finder` } },
  }))
  for (const host of [new URL(echo.url).host, new URL(refusing.url).host, '127.0.0.1:1']) {
    const storeUrl = `http://finder:${encodeURIComponent(password)}@${host}/pictures`
    const { STORE_API_KEY, ...others } = secrets
    const env = { ...place.env, ...others, STORE_URL: storeUrl }
    const runs = await Promise.all([
      runCli(t, ['doctor'], { env }),
      runCli(t, ['doctor', '--json'], { env: { ...env, STORE_API_KEY } }),
    ])
    for (const { code, stdout, stderr } of runs) {
      t.equal(code, 1)
      t.match(stdout, host)
      const output = `${stdout}${stderr}`
      t.strictSame(
        told.filter((secret) => output.includes(secret)),
        [],
        host,
      )
    }
  }
})

test('the table aligns its columns, keeps lines of a detail together and counts', async (t) => {
  const findings: Finding[] = [
    { check: 'a', verdict: 'ok', detail: 'fine' },
    { check: 'longer', verdict: 'warning', detail: 'one\ntwo', advice: 'Do this.' },
  ]
  t.equal(
    formatFindings(findings),
    [
      'ok       a       fine',
      'warning  longer  one',
      '                 two',
      '                 → Do this.',
      '1 ok, 1 warning, 0 failures',
      '',
    ].join('\n'),
  )
})

test('room on a disk is a warning below a gibibyte and a failure below 64 mebibytes', async (t) => {
  const find = (mib: number) => toRoomFinding('disk', { freeBytes: mib * 1024 ** 2, totalBytes: 100 * 1024 ** 3 })
  t.match(find(1024), { verdict: 'ok', detail: '1.0 GiB of 100.0 GiB free' })
  t.match(find(1023), { verdict: 'warning', advice: /room/ })
  t.match(find(63), { verdict: 'failure', detail: '63.0 MiB of 100.0 GiB free' })
})

/** What a user finds whom permissions bind: the system lets root into every folder. */
async function findAsUser(folder: string): Promise<unknown> {
  const script = `
    import { canBeMade, findFolderState } from ${JSON.stringify(join(projectFolder, 'src/store/diagnose-folder.ts'))}
    if (process.getuid() === 0) process.setuid(65534)
    const folder = process.argv[1]
    console.log(JSON.stringify([findFolderState(folder), canBeMade(folder + '/a/b')]))`
  const { NODE_OPTIONS, ...env } = process.env
  const node = ['--input-type=module', '--eval', script, folder]
  return JSON.parse((await promisify(execFile)(process.execPath, node, { env })).stdout)
}

test('a folder that may not be written to, or not be read, is told apart', async (t) => {
  const { folder } = await makePlace(t)
  await chmod(folder, 0o755)
  const inner = join(folder, 'inner')
  await mkdir(inner)
  await chmod(inner, 0o777)
  t.strictSame(await findAsUser(inner), ['usable', true])
  await chmod(inner, 0o555)
  t.strictSame(await findAsUser(inner), ['read only', false])
  await chmod(inner, 0o000)
  t.strictSame(await findAsUser(inner), ['unreadable', false])
  t.strictSame(await findAsUser(join(inner, 'below')), ['unreadable', false])
  await chmod(inner, 0o700)
})
