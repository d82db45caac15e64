// Odd and hostile pictures over HTTP, through the three doors that take pictures: the catalogue of test/support/odd-images.ts
// says what each deserves. Refusals tell nothing internal and leave nothing behind.
import t from 'tap'
import { exchange } from '../support/exchange.ts'
import { form } from '../support/multipart.ts'
import { oddImages } from '../support/odd-images.ts'
import { startService } from '../support/service.ts'
import { assertIntact } from './bad-input/assert-intact.ts'
import { assertProblem } from './bad-input/assert-problem.ts'

t.test('odd pictures are taken or refused alike by every door', async (t) => {
  const service = await startService(t)
  const taken = new Set<string>()
  for (const { name, contentType, bytes, expected } of oddImages) {
    const file = { name: 'image', value: await bytes(), fileName: name, type: contentType }
    for (const path of ['/search/image', '/vectorize', '/images']) {
      const answer = await exchange(service.url, form(path, [file]))
      const isRefused = answer.status >= 400
      if (isRefused) assertProblem(t, answer, { name, folders: [service.dataDir, service.imagesDir] })
      const body = JSON.parse(answer.bytes.toString())
      t.equal(isRefused ? body.code : 'ok', expected, `${name} at ${path}`)
      if (isRefused || path !== '/images') continue
      const { image_id, links } = body.results[0].image
      taken.add(image_id)
      const thumbnail = await exchange(service.url, { path: links.thumbnail })
      t.equal(thumbnail.status, 200, `the thumbnail of ${name}`)
    }
  }
  const stored = await assertIntact(t, service)
  t.strictSame(stored.map(({ image_id }) => image_id).sort(), [...taken].sort(), 'those that were taken are there')
})
