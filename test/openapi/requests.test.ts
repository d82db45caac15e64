// The Postman collection, the .http file and the curl lines of the README: made from the contract, and every request of them is answered with a
// success that it has.
import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import newman, { type NewmanRunSummary } from 'newman'
import t, { type Test } from 'tap'
import { readExampleRequests } from '../../scripts/requests/example-requests.ts'
import { makeRequestFiles } from '../../scripts/requests.ts'
import { finish, start } from '../cli/run-command.ts'
import { requireNeed } from '../support/needs.ts'
import { addSamplePhotos } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'
import { runHttpFile } from './http-file.ts'

const root = new URL('../../', import.meta.url)
const key = 'a-key-for-the-tests'
const photos = ['animals/chelsea-cat.jpg', 'animals/honey-bee.jpg', 'food/coffee-cup.jpg', 'food/citrus-slices.jpg']

async function startWithPhotos(t: Test, apiKey?: string): Promise<string> {
  const { url } = await startService(t, { env: apiKey === undefined ? {} : { API_KEYS: apiKey } })
  await addSamplePhotos(url, photos, { key: apiKey })
  return url
}

t.test('the files are what the contract makes of them', async (t) => {
  for (const [path, text] of Object.entries(await makeRequestFiles())) {
    t.equal(await readFile(new URL(path, root), 'utf8'), text, `${path}: npm run requests writes it anew`)
  }
})

t.test('every operation of the contract is among them, with each kind of body', async (t) => {
  const requests = await readExampleRequests()
  t.ok(new Set(requests.map(({ operationId }) => operationId)).size >= 33)
  t.ok(requests.every(({ statuses }) => statuses.length > 0))
  t.strictSame([...new Set(requests.flatMap(({ body }) => body?.kind ?? []))].sort(), ['file', 'form', 'text'])
})

t.test('Postman’s runner is answered as the contract says, with a key', async (t) => {
  const baseUrl = await startWithPhotos(t, key)
  const { run } = await new Promise<NewmanRunSummary>((resolve, reject) => {
    const options = {
      collection: fileURLToPath(new URL('openapi/likeness.postman_collection.json', root)),
      workingDir: fileURLToPath(root),
      envVar: Object.entries({ baseUrl, apiKey: key }).map(([key, value]) => ({ key, value })),
      timeoutRequest: 60_000,
    }
    newman.run(options, (error, summary) => (error ? reject(error) : resolve(summary)))
  })
  t.strictSame(
    run.failures.map(({ error, source }) => `${source?.name}: ${error.message}`),
    [],
  )
  t.equal(run.executions.length, (await readExampleRequests()).length, 'each is sent')
  t.equal(run.stats.assertions.total, run.executions.length, 'and looked at')
})

t.test('the .http file is answered as the contract says, with a key', async (t) => {
  const baseUrl = await startWithPhotos(t, key)
  const sent = await runHttpFile(new URL('openapi/likeness.http', root), { baseUrl, apiKey: key })
  const requests = await readExampleRequests()
  t.strictSame(
    sent.map(({ title }) => title),
    requests.map(({ title }) => title),
  )
  for (const [i, { title, status, body }] of sent.entries()) {
    t.ok(requests[i]!.statuses.includes(status), `${title}: ${status} ${status < 400 ? '' : body}`)
  }
})

const curl = requireNeed('curl')

t.test('each curl line of the README is answered with success', { skip: curl.skip }, async (t) => {
  const url = await startWithPhotos(t)
  const readme = await readFile(new URL('README.md', root), 'utf8')
  const block = /<!-- curl lines[^>]*>\n\n```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const lines = block.split('\n').filter((line) => line.includes('curl '))
  const operations = new Set((await readExampleRequests()).map(({ operationId }) => operationId))
  t.equal(lines.length, operations.size, 'there is one for every operation')
  // What they write goes to a folder of its own.
  const cwd = t.testdir()
  await symlink(fileURLToPath(new URL('samples', root)), join(cwd, 'samples'))
  let jobId = ''
  for (const line of lines) {
    const script = `curl() { command curl --silent --show-error --fail-with-body "$@"; }; set -eo pipefail; ${line}; echo "job=$job_id"`
    const command = script.replaceAll('http://127.0.0.1:3000', url)
    // Not in one breath: the service lives in this process.
    const { code, stdout, stderr } = await finish(start(t, ['bash', '-c', command], { cwd, env: { job_id: jobId } }))
    jobId = /job=(.*)\n$/.exec(stdout)?.[1] ?? ''
    t.equal(code, 0, `${line.slice(0, 120)}: ${code === 0 ? '' : stdout + stderr}`)
  }
})
