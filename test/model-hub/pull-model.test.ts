// Pulling a model from a hub that works, and from one that does not.

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { findLock } from '../../src/embedder/pack/model-pack.ts'
import { acquireProcessLock } from '../../src/process-lock.ts'
import { sha256Of } from '../embedder/pack/packs.ts'
import type { Misdeed } from '../support/hub-double.ts'
import { content, makePullPlace, pathOf, patience, row } from './pull-place.ts'

const files = ['image.onnx', 'text.onnx', 'tokenizer.json'] as const

async function assertComplete(t: Test, folder: string): Promise<void> {
  for (const file of files) t.ok((await readFile(join(folder, file))).equals(content[file]), `${file} is whole`)
  const left = (await readdir(folder)).filter((name) => /\.(part|tmp)/.test(name))
  t.same(left, [], 'and nothing half is left')
}

t.test('a pull brings every file, with progress, and records size, hash and origin', async (t) => {
  const { hub, folder, pull } = await makePullPlace(t)
  const seen = new Map<string, number>()
  const pulled = await pull({
    onProgress: ({ file, doneBytes, totalBytes, count }) => {
      t.equal(count, 3)
      t.ok(doneBytes >= (seen.get(file) ?? 0) && doneBytes <= totalBytes!)
      seen.set(file, doneBytes)
    },
  })
  t.same(
    pulled.map(({ file, how }) => [file, how]),
    files.map((file) => [file, 'pulled']),
  )
  t.same(
    [...seen],
    Object.entries(content).map(([file, bytes]) => [file, bytes.length]),
  )
  await assertComplete(t, folder)
  const lock = await findLock(folder)
  t.same(lock?.files['tokenizer.json'], {
    bytes: content['tokenizer.json'].length,
    sha256: sha256Of(content['tokenizer.json']),
    origin: 'canavar/clip-ViT-B-32-multilingual-v1-ONNX@main/tokenizer.json',
  })
  t.same(
    hub.requests.map(({ path }) => path),
    files.map(pathOf),
  )
})

t.test('a second pull asks the hub for nothing', async (t) => {
  const { hub, pull } = await makePullPlace(t)
  await pull()
  await hub.close()
  t.same(
    (await pull()).map(({ how }) => how),
    ['present', 'present', 'present'],
  )
})

t.test('without the text tower only the image tower is pulled', async (t) => {
  const { hub, pull } = await makePullPlace(t)
  t.same(
    (await pull({ text: false })).map(({ file }) => file),
    ['image.onnx'],
  )
  t.equal(hub.requests.length, 1)
})

t.test('a connection that drops is resumed where it broke off, again and again', async (t) => {
  const { hub, folder, pull } = await makePullPlace(t)
  // More drops than attempts are allowed in a row: each brought bytes, so that none is the last.
  hub.misbehave(...Array.from({ length: 6 }, (): Misdeed => ({ kind: 'drop', afterBytes: 40_000 })))
  await pull()
  await assertComplete(t, folder)
  const ranges = hub.requests.filter(({ path }) => path === pathOf('image.onnx')).map(({ range }) => range)
  t.equal(ranges[0], undefined)
  t.equal(ranges.length, 7)
  for (const range of ranges.slice(1)) t.match(range, /^bytes=[1-9]\d+-$/)
})

t.test('a pull that was stopped goes on from where it is', async (t) => {
  const { hub, folder, pull } = await makePullPlace(t)
  hub.misbehave({ kind: 'stall', afterBytes: 100_000 })
  const stop = new AbortController()
  const onProgress = ({ doneBytes }: { doneBytes: number }) => {
    if (doneBytes >= 100_000) stop.abort(new Error('stopped'))
  }
  await t.rejects(pull({ signal: stop.signal, onProgress }), { message: 'stopped' })
  const { size } = await stat(join(folder, 'image.onnx.part'))
  t.ok(size > 0)
  await pull()
  await assertComplete(t, folder)
  t.equal(hub.requests[1]?.range, `bytes=${size}-`)
})

/** Each way to misbehave that another request mends, with how many requests the first file takes then. */
const mended: [string, Misdeed[], number][] = [
  ['ignores ranges', [{ kind: 'drop', afterBytes: 5000 }, { kind: 'ignore-range' }], 2],
  ['answers another range', [{ kind: 'drop', afterBytes: 5000 }, { kind: 'other-range' }], 3],
  ['stalls', [{ kind: 'stall', afterBytes: 5000 }], 2],
  ['answers 429 with a pause', [{ kind: 'status', status: 429, headers: { 'retry-after': '0' } }], 2],
  ['answers 500', [{ kind: 'status', status: 500 }], 2],
  [
    'answers 502, then 503',
    [
      { kind: 'status', status: 502 },
      { kind: 'status', status: 503 },
    ],
    3,
  ],
  [
    'answers 416',
    [
      { kind: 'drop', afterBytes: 5000 },
      { kind: 'status', status: 416 },
    ],
    3,
  ],
  ['names no version', [{ kind: 'no-etag' }], 1],
  ['sends wrong bytes after a break', [{ kind: 'drop', afterBytes: 5000 }, { kind: 'wrong-bytes' }], 3],
]

for (const [what, misdeeds, count] of mended) {
  t.test(`a hub that ${what} is asked again, and the file is right`, async (t) => {
    const { hub, folder, pull } = await makePullPlace(t)
    hub.misbehave(...misdeeds)
    await pull()
    await assertComplete(t, folder)
    t.equal(hub.requests.filter(({ path }) => path === pathOf('image.onnx')).length, count)
  })
}

/** Each way to misbehave that nothing mends, with what is told and how many requests were made. */
const fatal: [string, Misdeed, RegExp, number][] = [
  ['answers 401', { kind: 'status', status: 401 }, /asks who is there \(401\)\. Set HF_TOKEN/, 1],
  ['answers 403', { kind: 'status', status: 403 }, /does not allow it \(403\)\. Set HF_TOKEN/, 1],
  ['answers 404', { kind: 'status', status: 404 }, /does not have it \(404\)\. Check HF_ENDPOINT/, 1],
  ['answers 410', { kind: 'status', status: 410 }, /answers 410\. Check HF_ENDPOINT/, 1],
  ['sends wrong bytes', { kind: 'wrong-bytes' }, /has sha256 [0-9a-f]{12}… where [0-9a-f]{12}… .*Nothing of it was/, 1],
  [
    'answers 500 for good',
    { kind: 'status', status: 500 },
    /answers 500\. Try again later: npx --no likeness models/,
    4,
  ],
  ['stalls for good', { kind: 'stall', afterBytes: 0 }, /stopped sending\. Try again/, 4],
]

for (const [what, misdeed, told, count] of fatal) {
  t.test(`a hub that ${what} ends the pull, which says so in one line`, async (t) => {
    const { hub, folder, pull } = await makePullPlace(t)
    hub.misbehave(...Array.from({ length: 10 }, () => misdeed))
    const error = await pull().catch((error) => error)
    t.equal(error.code, 'MODEL_PULL_FAILED')
    t.match(error.message, told)
    t.match(error.message, /^The model “test-model” is not complete: image\.onnx cannot be pulled from [^\n]*$/)
    t.equal(hub.requests.length, count)
    t.notOk((await readdir(folder)).includes('image.onnx'))
    t.equal(await findLock(folder), null)
    hub.misbehave()
  })
}

t.test('where the hub cannot be reached, the steps by hand are told, and they work', async (t) => {
  const { hub, folder, pull } = await makePullPlace(t)
  await hub.close()
  const error = await pull().catch((error) => error)
  t.equal(error.code, 'MODEL_PULL_FAILED')
  t.match(error.message, /cannot be reached \(ECONNREFUSED\)/)
  for (const file of files) t.ok(error.message.includes(`${hub.url}${pathOf(file)}\n    as ${file}`), file)
  t.ok(error.message.includes(`(sha256 ${sha256Of(content['text.onnx'])})`))
  t.ok(error.message.includes(`put the files into ${folder}\nand run npx --no likeness models pull test-model`))
  for (const file of files) await writeFile(join(folder, file), content[file])
  t.same(
    (await pull()).map(({ how }) => how),
    ['present', 'present', 'present'],
  )
  t.equal((await findLock(folder))?.files['tokenizer.json']?.sha256, sha256Of(content['tokenizer.json']))
})

t.test('a file that is not as it should be is pulled again', async (t) => {
  const { folder, pull } = await makePullPlace(t)
  await pull()
  await writeFile(join(folder, 'text.onnx'), 'tampered')
  await writeFile(join(folder, 'tokenizer.json'), '{"another": "tokenizer"}')
  t.same(
    (await pull()).map(({ how }) => how),
    ['present', 'pulled', 'pulled'],
  )
  await assertComplete(t, folder)
})

t.test('a part without a hash to check it by is resumed only if the file is still the same version', async (t) => {
  const { hub, folder, pull } = await makePullPlace(t)
  const old = Buffer.from('{"an old": "tokenizer", "longer": true}')
  hub.put(pathOf('tokenizer.json'), old)
  const order: Misdeed[] = [{ kind: 'no-etag' }, { kind: 'no-etag' }]
  hub.misbehave(...order, ...Array.from({ length: 4 }, (): Misdeed => ({ kind: 'drop', afterBytes: 4 })))
  await t.rejects(pull({ patience: { ...patience, attemptsMax: 1 } }), { code: 'MODEL_PULL_FAILED' })
  hub.put(pathOf('tokenizer.json'), content['tokenizer.json'])
  await pull()
  await assertComplete(t, folder)
})

t.test('another model’s equal file is shared, not pulled', async (t) => {
  const { hub, folder, modelsDir, pull } = await makePullPlace(t)
  await pull()
  const asked = hub.requests.length
  const other = await pull({ row: { ...row, name: 'other-model' } })
  t.same(
    other.map(({ how }) => how),
    ['shared', 'shared', 'pulled'],
  )
  t.equal(hub.requests.length, asked + 1, 'only the file without a known hash')
  await assertComplete(t, join(modelsDir, 'other-model'))
  await assertComplete(t, folder)
})

t.test('the token goes to the hub and not where it redirects to', async (t) => {
  const { hub, folder, pull } = await makePullPlace(t)
  const storage = await makePullPlace(t)
  hub.misbehave({ kind: 'redirect', to: storage.hub.url })
  await pull({ hub: { url: `${hub.url}/`, token: 'hf_secret' } })
  await assertComplete(t, folder)
  t.same(
    hub.requests.map(({ authorization }) => authorization),
    Array(3).fill('Bearer hf_secret'),
  )
  t.same(storage.hub.requests, [{ path: pathOf('image.onnx'), range: undefined, authorization: undefined }])
})

t.test('a token that is refused is told as such, and not shown', async (t) => {
  const { hub, pull } = await makePullPlace(t)
  hub.misbehave({ kind: 'status', status: 401 })
  const error = await pull({ hub: { url: hub.url, token: 'hf_secret' } }).catch((error) => error)
  t.match(error.message, /The token in HF_TOKEN is not valid there/)
  t.notMatch(JSON.stringify([error.message, error.stack, error.cause]), /hf_secret/)
})

t.test('with too little room nothing is asked for', async (t) => {
  const { hub, pull } = await makePullPlace(t)
  const error = await pull({ findFreeBytes: async () => 1_000_000 }).catch((error) => error)
  t.equal(error.code, 'MODEL_PULL_FAILED')
  t.match(error.message, /“test-model” needs 68 MB more and there are 1 MB free .* Make room, or set MODELS_DIR/)
  t.equal(hub.requests.length, 0)
})

t.test('a folder that cannot be made is told', async (t) => {
  const { pull, modelsDir } = await makePullPlace(t)
  await writeFile(join(modelsDir, 'file'), '')
  await t.rejects(pull({ modelsDir: join(modelsDir, 'file') }), {
    code: 'MODEL_PULL_FAILED',
    message: /cannot be written to/,
  })
})

t.test('two pulls at once: the second waits for the first and finds everything there', async (t) => {
  const { hub, pull } = await makePullPlace(t)
  let waits = 0
  const onWait = () => {
    waits += 1
  }
  const both = await Promise.all([pull({ onWait }), pull({ onWait })])
  t.same(both.map((outcome) => outcome.map(({ how }) => how)).toSorted(), [
    ['present', 'present', 'present'],
    ['pulled', 'pulled', 'pulled'],
  ])
  t.equal(waits, 1)
  t.equal(hub.requests.length, 3)
})

t.test('a wait for another pull can be stopped', async (t) => {
  const { folder, pull } = await makePullPlace(t)
  await mkdir(folder)
  const lock = acquireProcessLock(join(folder, 'pull.lock'), 0)
  t.teardown(() => lock?.release())
  const stop = new AbortController()
  await t.rejects(pull({ signal: stop.signal, onWait: () => stop.abort(new Error('stopped')) }), { message: 'stopped' })
})

t.test('a proxy of the environment is used, and left after the pull', async (t) => {
  const { pull } = await makePullPlace(t)
  const asked: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request, socket) => {
    asked.push(request.url!)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  t.teardown(() => proxy.close())
  process.env.HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  t.teardown(() => {
    delete process.env.HTTP_PROXY
  })
  const hub = { url: 'http://hub.test', token: null }
  await t.rejects(pull({ hub, patience: { ...patience, attemptsMax: 1 } }), {
    code: 'MODEL_PULL_FAILED',
    message: /Proxy response \(502\)/,
  })
  t.same(asked, ['hub.test:80'])
  process.env.HTTP_PROXY = 'no address'
  await t.rejects(pull(), { code: 'MODEL_PULL_FAILED', message: /HTTP_PROXY or HTTPS_PROXY is not the address/ })
})
