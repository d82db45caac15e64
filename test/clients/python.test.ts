// The Python client against a live service: its own tests, each told of here, its example, and that no operation was left out.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { test } from 'tap'
import { requireNeed } from '../support/needs.ts'
import { samplePath } from '../support/sample-photos.ts'
import { clientTools } from './client-tools.ts'
import { startLiveService } from './live-service.ts'
import { readSnippet } from './readme-snippet.ts'
import { runCommand } from './run-command.ts'

const { folder: cwd, binFolder } = clientTools.python
const python = join(binFolder, 'python')

type Case = { name: string; failure?: unknown; error?: unknown }

test('every operation of the contract can be called through the Python client', {
  skip: requireNeed('clients').skip,
}, async (t) => {
  const { url, apiKey, uncalledOperations } = await startLiveService(t)
  const folder = await mkdtemp(join(tmpdir(), 'likeness-pytest-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const report = join(folder, 'report.xml')
  const env = { LIKENESS_URL: url, LIKENESS_API_KEY: apiKey, PYTHONPATH: cwd, PYTHONDONTWRITEBYTECODE: '1' }
  const args = ['-m', 'pytest', '--quiet', '-p', 'no:cacheprovider', `--junitxml=${report}`]
  const { code, output } = await runCommand(t, [python, ...args], { cwd, env })
  const cases = await readCases(report)
  for (const { name, failure, error } of cases) t.notOk(failure ?? error, name)
  t.not(cases.length, 0)
  t.equal(code, 0, code === 0 ? 'pytest ends well' : output)
  t.strictSame(await uncalledOperations(), [], 'no operation was left out')

  const example = [python, 'example/find_pictures.py', 'a lemur', samplePath('animals/ring-tailed-lemurs.jpg')]
  const ran = await runCommand(t, example, { cwd, env })
  t.match(ran.stdout, /lemurs\.jpg: created\n0\.\d+ \S+lemurs\.jpg\n(-?0\.\d+ .+\n){4}$/, 'its example runs')
  const withoutKey = await runCommand(t, example.slice(0, 3), { cwd, env: { ...env, LIKENESS_API_KEY: '' } })
  t.match(withoutKey.output, /The service refused: .*UNAUTHORIZED/, 'and it asks without a key where it has none')
  const snippet = await readSnippet('python', `"${url}", headers={"Authorization": "Bearer ${apiKey}"}`)
  t.match(
    (await runCommand(t, [python, '-c', snippet], { cwd, env })).stdout,
    /^\['food\/coffee-cup\.jpg', /,
    'and so does the README’s',
  )
})

/** The test cases of a JUnit report. */
async function readCases(path: string): Promise<Case[]> {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'testcase',
  })
  return parser.parse(await readFile(path, 'utf8')).testsuites.testsuite.testcase
}
