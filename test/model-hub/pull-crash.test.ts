// A pull that is killed where nothing can be tidied up, again and again: the next one goes on, and the files are right.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { findLock } from '../../src/embedder/pack/model-pack.ts'
import type { Misdeed } from '../support/hub-double.ts'
import { content, makePullPlace, pathOf, row } from './pull-place.ts'

const pullModule = new URL('../../src/model-hub/pull-model.ts', import.meta.url)

/** Pulls in a process of its own and tells of progress by a line. */
const script = `
  import { pullModel } from '${pullModule}'
  const options = JSON.parse(process.argv[1])
  await pullModel({ ...options, onProgress: ({ file, doneBytes }) => console.log(file, doneBytes) })`

/** Where each process is killed: the file, how many of its bytes are there, and how the hub serves the requests up to then. */
const kills: [file: string, doneBytes: number, misdeeds: Misdeed[]][] = [
  ['image.onnx', 1, [{ kind: 'stall', afterBytes: 1 }]],
  ['image.onnx', 90_000, [{ kind: 'stall', afterBytes: 90_000 }]],
  ['image.onnx', 200_000, [{ kind: 'stall', afterBytes: 200_000 }]],
  ['text.onnx', 50_000, [{ kind: 'no-etag' }, { kind: 'stall', afterBytes: 50_000 }]],
  ['text.onnx', 120_000, [{ kind: 'stall', afterBytes: 120_000 }]],
  ['tokenizer.json', 5, [{ kind: 'no-etag' }, { kind: 'stall', afterBytes: 5 }]],
]

t.test('a pull that is killed at any point is completed by later ones', async (t) => {
  const { hub, modelsDir, folder, pull } = await makePullPlace(t)
  const options = { row, modelsDir, text: true, hub: { url: hub.url, token: null } }
  const resumed = new Set<string>()
  for (const [file, doneBytes, misdeeds] of kills) {
    hub.misbehave(...misdeeds)
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, JSON.stringify(options)])
    await progressTo(child.stdout, file, doneBytes)
    child.kill('SIGKILL')
    t.same(await once(child, 'exit'), [null, 'SIGKILL'])
    t.equal((await findLock(folder))?.files[file], undefined, 'nothing half is recorded')
    t.notOk((await readdir(folder)).includes(file), 'or in place')
    for (const { path, range } of hub.requests) if (range !== undefined) resumed.add(path)
  }
  t.same([...resumed].toSorted(), [pathOf('image.onnx'), pathOf('text.onnx')].toSorted(), 'what was there was kept')
  t.same(
    (await pull()).map(({ file, how }) => [file, how]),
    [
      ['image.onnx', 'present'],
      ['text.onnx', 'present'],
      ['tokenizer.json', 'pulled'],
    ],
  )
  for (const [file, bytes] of Object.entries(content)) {
    t.ok((await readFile(join(folder, file))).equals(bytes), `${file} is whole`)
  }
  t.same(
    (await readdir(folder)).filter((name) => /\.(part|tmp)/.test(name)),
    [],
  )
})

/** Resolves when the process has told of so many bytes of the file. */
async function progressTo(output: NodeJS.ReadableStream, wanted: string, wantedBytes: number): Promise<void> {
  for await (const chunk of output) {
    for (const line of String(chunk).trim().split('\n')) {
      const [file, doneBytes] = line.split(' ')
      if (file === wanted && Number(doneBytes) >= wantedBytes) return
    }
  }
  throw new Error('The pull ended by itself')
}
