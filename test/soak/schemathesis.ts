// The long form of test/http/schemathesis.test.ts, with other seeds and more requests:
//   node test/soak/schemathesis.ts --rounds 5 --seed 1 [--progress FILE]
// Prints what Schemathesis prints and exits with 1 when it found something. Rounds are short: none is taken up again.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { startService } from '../../src/service.ts'
import { requireNeed } from '../support/needs.ts'
import { addSamplePhotos } from '../support/sample-photos.ts'
import { runSchemathesis } from '../support/schemathesis.ts'
import { readSoakArguments } from '../support/soak-progress.ts'

const examplesMax = 100

const { rounds, seed: firstSeed } = readSoakArguments(5)
const { path } = requireNeed('schemathesis')

for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
  console.log(`seed ${seed}`)
  if ((await runRound(seed)) !== 0) process.exitCode = 1
}

async function runRound(seed: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-soak-'))
  const attributesFile = join(folder, 'attributes.json')
  await writeFile(
    attributesFile,
    '{"album": "keyword", "rating": "number", "is_public": "boolean", "shown_on": "date"}',
  )
  const folders = { DATA_DIR: join(folder, 'data'), IMAGES_DIR: join(folder, 'images') }
  const env = { PORT: '0', LOG_LEVEL: 'error', ATTRIBUTES_FILE: attributesFile, ...folders }
  const service = await startService(readConfig(env))
  try {
    await addSamplePhotos(service.url, ['animals/chelsea-cat.jpg', 'food/coffee-cup.jpg'])
    const onOutput = (text: string) => process.stdout.write(text)
    return (await runSchemathesis(path, { url: service.url, seed, examplesMax, hasAllFilters: true, onOutput })).code
  } finally {
    await service.close()
    await rm(folder, { recursive: true, force: true })
  }
}
