// `npm run demo`: the unattended check, and the lines it prints, run as they are printed.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { access } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'tap'
import { tinyPack } from '../support/tiny-packs.ts'
import { finish, makePlace, projectFolder, start, startCli } from './run-command.ts'

function runLine(line: string) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: projectFolder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${line}\n${stderr}`)
  return JSON.parse(stdout)
}

test('demo --check finds the expected pictures, the second time from what is there, and leaves no user folder behind', async (t) => {
  const { folder, env, imagesDir } = await makePlace(t)
  const demo = join(folder, 'a demo')
  const home = join(folder, 'home')
  const check = () =>
    finish(start(t, ['npm', 'run', 'demo', '--', '--check', '--folder', demo], { env: { ...env, HOME: home } }))

  const first = await check()
  t.equal(first.code, 0, first.stdout)
  t.match(first.stdout, /created +60\n {2}updated +0\n {2}moved +0\n {2}unchanged +0\n {2}skipped +0\n {2}failed +0\n/)
  for (const name of ['"a cat"', '"a cup of coffee"', '"a rocket launch"', 'a crop', 'the thumbnail']) {
    t.match(first.stdout, new RegExp(`^ok {4}${name}.*, rank 1, score \\d\\.\\d{3}$`, 'm'))
  }
  t.match(first.stdout, '16 of 16 searches found their picture first\n')

  const second = await check()
  t.equal(second.code, 0)
  t.match(second.stdout, /created +0\n {2}updated +0\n {2}moved +0\n {2}unchanged +60\n/)
  // With another model, whose vectors are of another space; its random numbers find nothing.
  const command = ['npm', 'run', 'demo', '--', '--check', '--folder', demo]
  const other = await finish(start(t, command, { env: { ...env, HOME: home, MODEL_DIR: tinyPack('tiny-clip') } }))
  t.match(other, { code: 1, stdout: /created +60\n/ }, 'a model may be changed: it gets a store of its own')
  await t.rejects(access(imagesDir), { code: 'ENOENT' })
  await t.rejects(access(join(folder, 'store')), { code: 'ENOENT' })
  await t.rejects(access(join(home, '.cache')), { code: 'ENOENT' }, 'the inference runtime keeps nothing of its own')
})

test('the printed lines work as they are, on a free port where PORT is taken, until Ctrl-C', async (t) => {
  const { folder, env } = await makePlace(t)
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.teardown(() => taken.close())
  const { port } = taken.address() as AddressInfo
  // Keys and folders of the user's own service do not reach the demo.
  const more = { PORT: String(port), API_KEYS: 'a-key-of-enough-characters', HOST: '0.0.0.0' }
  const demo = startCli(t, ['demo', '--folder', join(folder, 'demo')], { env: { ...env, ...more } })
  await demo.waitFor('stdout', /Ctrl-C ends the demo/)
  t.match(demo.output.stdout, `Port ${port} is taken; the demo uses a free one.\n`)
  const [, url] = await demo.waitFor('stdout', /^The search page: (http:\/\/127\.0\.0\.1:\d+)\/$/m)
  t.match(await (await fetch(`${url}/`)).text(), /<!doctype html>/i)

  const lines = demo.output.stdout.split('\n').filter((line) => line.startsWith('curl '))
  t.equal(lines.length, 5)
  const [cat, coffee, rocket, picture, upload] = lines as [string, string, string, string, string]
  t.match(runLine(cat).hits, [{ relative_path: 'animals/chelsea-cat.jpg' }, {}, {}])
  t.match(runLine(coffee).hits, [{ relative_path: 'food/coffee-cup.jpg' }, {}, {}])
  t.match(runLine(rocket).hits, [{ relative_path: 'space/rocket-launch.jpg' }, {}, {}])
  t.match(runLine(picture).hits, [{ relative_path: 'city/colosseum.jpg' }, {}, {}])

  t.match(runLine(upload).results, [{ status: 'created', image: { image_name: 'colosseum-crop.jpg' } }])
  t.match(runLine(upload).results, [{ status: 'unchanged' }])
  const [first, second] = runLine(picture).hits
  t.match(first, { image_name: 'colosseum-crop.jpg' }, 'an upload is searchable at once')
  t.match(second, { relative_path: 'city/colosseum.jpg' })

  demo.child.kill('SIGINT')
  t.equal(await demo.exit, 0)

  const { code, stdout } = await finish(startCli(t, ['demo', '--check', '--folder', join(folder, 'demo')], { env }))
  t.equal(code, 0, 'what was added since does not disturb the check')
  t.match(stdout, /unchanged +61\n/)
})
