// Bad input over HTTP, golden: the tables in bad-input/ say what is sent, test/fixtures/bad-input what comes back. Each
// answer is a catalogued problem that tells nothing internal, or a success, and the library holds what was acknowledged.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Answer, exchange, exchangeRaw } from '../support/exchange.ts'
import { form } from '../support/multipart.ts'
import { addSamplePhotos } from '../support/sample-photos.ts'
import { startService, type TestService } from '../support/service.ts'
import { addresses } from './bad-input/addresses.ts'
import { assertIntact, listImages, type Stored } from './bad-input/assert-intact.ts'
import { assertProblem } from './bad-input/assert-problem.ts'
import { forms } from './bad-input/forms.ts'
import { jsonBodies } from './bad-input/json-bodies.ts'
import { names } from './bad-input/names.ts'
import { rawHttp } from './bad-input/raw-http.ts'

/** `detail` and `pointers` of a problem; `path`, where an accepted picture lies. */
type Expected = { status: number; code?: string; pointers?: string[]; detail?: string; path?: string; allow?: string }

const mebibyte = 1024 * 1024
const limits = { IMAGE_BYTES_MAX: `${mebibyte}`, REQUEST_BYTES_MAX: `${2 * mebibyte}` }

t.test('bad input is answered with a problem and changes nothing', async (t) => {
  const service = await startService(t, { env: limits })
  const { url } = service
  await addSamplePhotos(url, ['animals/chelsea-cat.jpg', 'nature/dahlia.jpg'])
  const phone = { relative_path: 'phone/IMG_4032.jpg', image_id: 'IMG_4032' }
  const photo = { name: 'image', value: readFileSync(join(service.imagesDir, 'nature/dahlia.jpg')), fileName: 'x.jpg' }
  const added = await exchange(url, form('/images', [{ name: 'metadata', value: JSON.stringify([phone]) }, photo]))
  t.equal(added.status, 201)

  await runGroup(t, service, 'json-bodies', jsonBodies, (request) => exchange(url, request))
  await runGroup(t, service, 'forms', forms, (request) => exchange(url, request))
  await runGroup(t, service, 'addresses', addresses, (request) => exchange(url, request))
  await runGroup(t, service, 'names', names, (request) => exchange(url, request))
  await runGroup(t, service, 'raw-http', rawHttp, (bytes) => exchangeRaw(url, bytes))
})

/** Sends each case, compares its answer with the golden one, and then looks at the service as a whole. */
async function runGroup<T>(
  t: Test,
  service: TestService,
  group: string,
  cases: Record<string, T>,
  send: (one: T) => Promise<Answer>,
): Promise<void> {
  const golden = readGolden(group)
  const acknowledged = new Set(pathsOf(await listImages(service.url)))
  await t.test(group, async (t) => {
    t.strictSame(Object.keys(cases), Object.keys(golden), 'every case has its golden answer')
    for (const [name, one] of Object.entries(cases)) {
      const answer = await send(one).catch((error) => t.fail(`${name}: ${error}`))
      if (typeof answer === 'boolean') continue
      if (answer.status >= 400) assertProblem(t, answer, { name, folders: [service.dataDir, service.imagesDir] })
      const summary = summarise(answer)
      if (summary.path !== undefined) acknowledged.add(summary.path)
      t.strictSame(summary, golden[name], `${group}: ${name}`)
    }
    const stored = await assertIntact(t, service)
    t.strictSame(pathsOf(stored).sort(), [...acknowledged].sort(), 'the pictures that were acknowledged are there')
  })
}

function readGolden(group: string): Record<string, Expected> {
  return JSON.parse(readFileSync(new URL(`../fixtures/bad-input/${group}.json`, import.meta.url), 'utf8'))
}

/** What the golden file says of an answer. */
function summarise({ status, headers, bytes }: Answer): Expected {
  const body = headers['content-type']?.includes('json') ? JSON.parse(bytes.toString()) : {}
  if (status >= 400) {
    const pointers = body.errors?.map(({ pointer }: { pointer: string }) => pointer)
    const allow = headers.allow
    return { status, code: body.code, detail: body.detail, ...(pointers && { pointers }), ...(allow && { allow }) }
  }
  const path = body.results && withoutMonth(body.results[0].image.relative_path)
  return path === undefined ? { status } : { status, path }
}

const pathsOf = (images: Stored[]) => images.map(({ relative_path }) => withoutMonth(relative_path))

/** Default paths carry the month of the test. */
function withoutMonth(path: string): string {
  return path.replace(/^uploads\/\d{4}\/\d{2}\//, 'uploads/…/')
}
