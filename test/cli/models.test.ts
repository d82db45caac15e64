// `likeness models` as a person runs it, and how a pull is shown. What a pull does is in test/model-hub.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'tap'
import type { ProgressStream } from '../../src/cli/progress.ts'
import { createPullDisplay } from '../../src/cli/pull-display.ts'
import { clipModels } from '../../src/embedder/clip-models.ts'
import { createPullLog } from '../../src/model-hub/pull-log.ts'
import type { PullProgress } from '../../src/model-hub/pull-model.ts'
import { startHubDouble } from '../support/hub-double.ts'
import { tinyPack } from '../support/tiny-packs.ts'
import { finish, makePlace, runCli, startCli } from './run-command.ts'

const name = 'clip-vit-b-32-multilingual'

test('list tells of each model whether it is here, how large it is, and which one is chosen', async (t) => {
  const { folder, env } = await makePlace(t)
  const models = join(folder, 'models')
  await mkdir(join(models, name), { recursive: true })
  const files = { 'image.onnx': { bytes: 1, sha256: 'a', origin: 'b' } }
  await writeFile(join(models, name, 'lock.json'), JSON.stringify({ files }))
  const { code, stdout } = await runCli(t, ['models', 'list'], { env: { ...env, MODELS_DIR: models } })
  t.equal(code, 0)
  const lines = stdout.trimEnd().split('\n')
  t.match(lines[0], /^ +NAME +HERE +DOWNLOAD +LICENCE +WHAT$/)
  t.match(lines[1], /^\* {2}builtin +yes +- /)
  t.match(
    lines[2],
    /^ {3}clip-vit-b-32-multilingual +1 of 3 files +896 MB +MIT AND Apache-2\.0 +CLIP ViT-B\/32, 50\+ lan/,
  )
  for (const { name } of clipModels.slice(1))
    t.ok(lines.some((line) => line.includes(` ${name} `) && / no +\d/.test(line)))

  const own = { ...env, MODELS_DIR: models, MODEL_DIR: tinyPack('tiny-clip') }
  t.match(
    (await runCli(t, ['models', 'list'], { env: own })).stdout,
    /^ {3}builtin .*^\* {2}MODEL_DIR +yes .*tiny-clip$/ms,
  )
})

test('path tells the folder of a model, by default of the chosen one', async (t) => {
  const { folder, env } = await makePlace(t)
  const chosen = { ...env, MODELS_DIR: folder, MODEL: name }
  t.match(await runCli(t, ['models', 'path'], { env: chosen }), { code: 0, stdout: `${join(folder, name)}\n` })
  t.match(await runCli(t, ['models', 'path', 'clip-vit-b-32'], { env: chosen }), { stdout: /\/clip-vit-b-32\n$/ })
  t.match(await runCli(t, ['models', 'path', 'nothing'], { env }), { code: 2, stderr: /^There is no model “nothing”/ })
})

test('verify loads a pack as a service would', async (t) => {
  const { env } = await makePlace(t)
  const own = { ...env, MODEL_DIR: tinyPack('tiny-multilingual') }
  t.match(await runCli(t, ['models', 'verify'], { env: own }), {
    code: 0,
    stdout: 'tiny-multilingual: every file is as declared, and both towers run (512 numbers a vector)\n',
  })
  const missing = await runCli(t, ['models', 'verify', name], { env: own })
  t.match(missing, { code: 2, stdout: '', stderr: /^The model “clip-vit-b-32-multilingual” is not on this machine/ })
})

test('pull says what hinders it, with exit code 2', async (t) => {
  const hub = await startHubDouble(t)
  const { env } = await makePlace(t)
  const { code, stdout, stderr } = await runCli(t, ['models', 'pull', name], { env: { ...env, HF_ENDPOINT: hub.url } })
  t.match({ code, stdout }, { code: 2, stdout: '' })
  t.match(stderr, /^The model “clip-vit-b-32-multilingual” is not complete: image\.onnx .* does not have it \(404\)/)
  t.match(await runCli(t, ['models', 'pull', 'builtin'], { env }), { code: 2, stderr: /nothing to pull/ })
})

test('pull that is stopped keeps what it has, with exit code 130', async (t) => {
  const hub = await startHubDouble(t)
  const { repo, revision, path } = clipModels[0]!.files[0]!
  hub.put(`/${repo}/resolve/${revision}/${path}`, Buffer.alloc(100_000))
  hub.misbehave({ kind: 'stall', afterBytes: 50_000 })
  const { env } = await makePlace(t)
  const running = startCli(t, ['models', 'pull', name], { env: { ...env, HF_ENDPOINT: hub.url } })
  await running.waitFor('stderr', /image\.onnx, file 1 of 3, /)
  running.child.kill('SIGINT')
  const { code, stderr } = await finish(running)
  t.equal(code, 130)
  t.match(stderr, /Stopped\. What was received is kept; the same command goes on from here\.\n$/)
})

test('an action that is none is told', async (t) => {
  for (const words of [[], ['remove'], ['toString'], ['list', 'a', 'b']]) {
    t.match(await runCli(t, ['models', ...words]), { code: 2, stderr: /^Say what to do: models list, pull NAME, / })
  }
})

const progressOf = (doneBytes: number, totalBytes: number | null, file = 'text.onnx'): PullProgress => ({
  file,
  index: 2,
  count: 3,
  doneBytes,
  totalBytes,
})

test('on a terminal a pull is a bar for each file, with its size and rate', async (t) => {
  const stream: ProgressStream & PassThrough = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true })
  let nowMs = 0
  const display = createPullDisplay(stream, () => nowMs)
  display.update(progressOf(100e6, 500e6))
  nowMs += 1000
  display.update(progressOf(150e6, 500e6))
  display.say('text.onnx: the hub answers 503; trying again in 1.0 s')
  display.update(progressOf(1000, null, 'tokenizer.json'))
  display.end()
  const drawn = String(stream.read())
  t.match(drawn, /text\.onnx .* 30% \| 150 of 500 MB \| 50 MB\/s \| 7 s left/)
  t.match(drawn, 'trying again in 1.0 s\n')
  t.match(drawn, /tokenizer\.json .* \| 0\.0 of \? MB/)
})

test('anywhere else, and in a log, it is a line now and then', async (t) => {
  const stream = new PassThrough({ encoding: 'utf8' })
  const logged: string[] = []
  let nowMs = 0
  const display = createPullDisplay(stream, () => nowMs)
  const log = createPullLog(
    clipModels[0]!,
    (line) => logged.push(line),
    () => nowMs,
  )
  for (const doneBytes of [1e6, 120e6, 200e6, 541e6]) {
    display.update(progressOf(doneBytes, 541e6))
    log.onProgress(progressOf(doneBytes, 541e6))
    nowMs += 4000
  }
  log.onRetry('text.onnx: the hub answers 503; trying again in 1.0 s')
  log.onWait()
  t.same(String(stream.read()).split('\n'), [
    'text.onnx, file 2 of 3, 1.0 of 541 MB',
    'text.onnx, file 2 of 3, 200 of 541 MB',
    'text.onnx, file 2 of 3, 541 of 541 MB',
    '',
  ])
  t.same(logged, [
    `Pulling ${name}: text.onnx, file 2 of 3, 1.0 of 541 MB`,
    `Pulling ${name}: text.onnx, file 2 of 3, 541 of 541 MB`,
    `Pulling ${name}: text.onnx: the hub answers 503; trying again in 1.0 s`,
    `Another process pulls ${name}; this one waits for it.`,
  ])
})
