// The command line as a whole: its commands, its help, its version, and the service as one of them.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'
import { findStoreOwner } from '../../src/store/open-store.ts'
import { finish, makePlace, projectFolder, runCli, start, startCli } from './run-command.ts'

test('--help lists the commands, and each command has its own', async (t) => {
  const { code, stdout, stderr } = await runCli(t, ['--help'])
  t.equal(code, 0)
  t.equal(stderr, '')
  const names = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name!)
  t.same(names, [
    'ingest',
    'export',
    'import',
    'copy',
    'duplicates',
    'backup',
    'restore',
    'serve',
    'models',
    'index',
    'doctor',
    'demo',
  ])
  for (const name of names) {
    const help = await runCli(t, [name, '--help'])
    t.equal(help.code, 0)
    t.match(help.stdout, /^Usage: np[mx] .+$/m)
  }
})

test('--version is that of the package', async (t) => {
  const { version } = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8'))
  t.match(await runCli(t, ['--version']), { code: 0, stdout: `${version}\n` })
})

test('what an unknown command is told to run prints the commands', async (t) => {
  const { stderr } = await runCli(t, ['bogus'])
  const advised = /See (npx .+)\n/.exec(stderr)?.[1]
  t.match(await finish(start(t, advised?.split(' ') ?? [])), { code: 0, stdout: /^ {2}ingest +add the pictures/m })
  t.match(await runCli(t, ['version']), { code: 0, stdout: (await runCli(t, ['--version'])).stdout })
})

test('no command, or none that is known, is told with exit code 2', async (t) => {
  t.match(await runCli(t, []), { code: 2, stdout: '', stderr: /^Usage: /m })
  t.match(await runCli(t, ['toString']), { code: 2, stdout: '', stderr: /^There is no command "toString"/ })
  t.match(await runCli(t, ['serve', 'now']), { code: 2, stdout: '', stderr: /^Unexpected argument 'now'/ })
})

test('serve starts the service, which a signal ends', async (t) => {
  const place = await makePlace(t)
  const running = startCli(t, ['serve'], place)
  let url: string | null | undefined
  while (!url && running.child.exitCode === null) {
    url = findStoreOwner(place.storeUrl)?.url
    await sleep(50)
  }
  t.equal((await fetch(`${url}/health/live`)).status, 200)
  running.child.kill('SIGTERM')
  t.equal(await running.exit, 0)
})

test('serve that cannot start says why and ends with a failure', async (t) => {
  const place = await makePlace(t)
  const { code, stderr } = await runCli(t, ['serve'], { env: { ...place.env, PORT: 'none' } })
  t.equal(code, 1)
  t.match(stderr, /PORT must be a whole number/)
  // What stands in the way is named, as each of these may be a default.
  const file = join(place.folder, 'file')
  await writeFile(file, '')
  const inTheWay = async (env: Record<string, string>, message: string) =>
    t.match(await runCli(t, ['serve'], { env: { ...place.env, ...env } }), { code: 1, stderr: `${message}: ${file}\n` })
  await inTheWay({ IMAGES_DIR: file }, 'cannot be opened or made')
  await inTheWay({ STORE_URL: `file:${file}` }, 'cannot be made or written to')
})
