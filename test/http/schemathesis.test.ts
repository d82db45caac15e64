// The served contract against the service, by machine: Schemathesis makes requests from /openapi.json, right and wrong ones,
// and holds the answers to it. schemathesis.toml says what may be met and why; test/soak/schemathesis.ts runs it for longer.
import t, { type Test } from 'tap'
import { requireNeed } from '../support/needs.ts'
import { addSamplePhotos } from '../support/sample-photos.ts'
import { runSchemathesis } from '../support/schemathesis.ts'
import { startService } from '../support/service.ts'

const { path, skip } = requireNeed('schemathesis')

// A minute and a half where nothing else runs, most of it for the cases that are made of each place of the contract. Those need no key; the soak test
// has every phase without one.
t.setTimeout(900_000)

t.test('Schemathesis finds nothing in an open service', { skip, timeout: 600_000 }, async (t) => {
  await assertNothingFound(t, { phases: ['coverage'] })
})

t.test('Schemathesis finds nothing in a service with keys', { skip, timeout: 300_000 }, async (t) => {
  await assertNothingFound(t, { apiKey: 'a-key-for-the-tests', phases: ['examples', 'fuzzing', 'stateful'] })
})

async function assertNothingFound(t: Test, { apiKey, phases }: { apiKey?: string; phases?: string[] }): Promise<void> {
  const { url } = await startService(t, {
    attributes: { album: 'keyword', rating: 'number' },
    env: apiKey === undefined ? {} : { API_KEYS: apiKey },
  })
  await addSamplePhotos(url, ['animals/chelsea-cat.jpg', 'food/coffee-cup.jpg'], { key: apiKey })
  const { code, output } = await runSchemathesis(path, { url, seed: 1, examplesMax: 10, apiKey, phases })
  t.match(output, /Operations:\s+33 selected \/ 33 total/, 'every operation is tried')
  t.equal(code, 0, 'no check fails')
  if (code !== 0) t.comment(output)
}
