// `npm run clients`: writes the generated parts of clients/ anew from openapi/openapi.yaml; `-- typescript` those of one alone.
// test/clients/generated.test.ts fails when they differ from what is committed.
import { fileURLToPath } from 'node:url'
import { findClientTools } from '../test/clients/client-tools.ts'
import { type ClientName, clientNames, generateClient } from './clients/generate-client.ts'

if (findClientTools() === undefined) throw new Error('The generators are not installed: run npm run pretest')

const folder = fileURLToPath(new URL('../clients', import.meta.url))
const names = process.argv.length > 2 ? process.argv.slice(2) : clientNames
for (const name of names) {
  await generateClient(name as ClientName, folder)
  process.stdout.write(`wrote clients/${name}\n`)
}
