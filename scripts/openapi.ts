// `npm run openapi`: writes openapi/openapi.yaml from a running service, so that the file is what clients are served.
// test/http/openapi.test.ts fails when the two differ. The service has a key, so that the file tells how to send one.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { readConfig } from '../src/config.ts'
import { startService } from '../src/service.ts'

const folder = await mkdtemp(join(tmpdir(), 'likeness-openapi-'))
const env = {
  PORT: '0',
  LOG_LEVEL: 'silent',
  WORKERS: '1',
  API_KEYS: 'any-key-of-16-characters-or-more',
  DATA_DIR: join(folder, 'data'),
  IMAGES_DIR: join(folder, 'images'),
}
const service = await startService(readConfig(env))
try {
  const response = await fetch(`${service.url}/openapi.json`)
  const file = new URL('../openapi/openapi.yaml', import.meta.url)
  await writeFile(file, stringify(await response.json(), { aliasDuplicateObjects: false, lineWidth: 120 }))
  process.stdout.write('wrote openapi/openapi.yaml\n')
} finally {
  await service.close()
  await rm(folder, { recursive: true, force: true })
}
