// The Go client against a live service: its own tests, each told of here, its example, and that no operation was left out.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { findGo } from '../support/find-go.ts'
import { requireNeed } from '../support/needs.ts'
import { samplePath } from '../support/sample-photos.ts'
import { clientTools } from './client-tools.ts'
import { startLiveService } from './live-service.ts'
import { runCommand } from './run-command.ts'

const cwd = clientTools.go.folder

/** A line of `go test -json`. */
type Event = { Action: string; Test?: string }

test('every operation of the contract can be called through the Go client', {
  skip: requireNeed('clients').skip,
}, async (t) => {
  const go = findGo()!
  const { url, apiKey, uncalledOperations } = await startLiveService(t)
  const env = {
    LIKENESS_URL: url,
    LIKENESS_API_KEY: apiKey,
    GOTOOLCHAIN: 'auto',
    GOFLAGS: '-buildvcs=false',
    CGO_ENABLED: '0',
  }
  // Not from its cache, as the service is a new one.
  const { code, stdout, output } = await runCommand(t, [go, 'test', '-json', '-count=1', './...'], { cwd, env })
  const events = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Event] : []))
  const ended = events.filter(({ Action, Test }) => Test !== undefined && ['pass', 'fail', 'skip'].includes(Action))
  for (const { Action, Test } of ended) t.equal(Action, 'pass', Test ?? '')
  t.not(ended.length, 0)
  t.equal(code, 0, code === 0 ? 'go test ends well' : output)
  t.strictSame(await uncalledOperations(), [], 'no operation was left out')

  const folder = await mkdtemp(join(tmpdir(), 'likeness-go-example-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  t.match(
    await runCommand(t, [go, 'build', '-o', folder, './example/find-pictures'], { cwd, env }),
    { code: 0 },
    'its example compiles',
  )
  const example = [join(folder, 'find-pictures'), 'a lemur', samplePath('animals/ring-tailed-lemurs.jpg')]
  const ran = await runCommand(t, example, { cwd, env })
  t.match(ran.stdout, /lemurs\.jpg: created\n0\.\d+ \S+lemurs\.jpg\n(-?0\.\d+ .+\n){4}$/, 'and runs')

  const proxy = createServer((_request, response) => response.writeHead(502).end('<html>')).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  t.teardown(() => proxy.close())
  const { port } = proxy.address() as AddressInfo
  const behindProxy = { ...env, LIKENESS_URL: `http://127.0.0.1:${port}` }
  const failed = await runCommand(t, example.slice(0, 2), { cwd, env: behindProxy })
  t.match(
    failed,
    { code: 1, output: 'the service did not answer: 502 Bad Gateway\n' },
    'and says what a proxy answered',
  )
})
