// The generated parts of the clients are what the contract gives: each is generated anew and compared with what is committed.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { test } from 'tap'
import { clientNames, generateClient, generatedFolder } from '../../scripts/clients/generate-client.ts'
import { requireNeed } from '../support/needs.ts'
import { clientsFolder } from './client-tools.ts'

/** Left by running the code. */
const leftOut = /__pycache__|\.pyc$/

test('the clients are those of the contract', { skip: requireNeed('clients').skip }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-clients-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  for (const name of clientNames) {
    await generateClient(name, folder)
    const generated = await readTree(join(folder, name, generatedFolder[name]))
    const committed = await readTree(join(clientsFolder, name, generatedFolder[name]))
    t.not(generated.size, 0)
    const paths = new Set([...generated.keys(), ...committed.keys()])
    const differing = [...paths].filter((path) => generated.get(path) !== committed.get(path))
    t.strictSame(differing, [], `clients/${name} is as \`npm run clients\` writes it`)
  }
})

async function readTree(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const kept = paths.filter((path) => !leftOut.test(path))
  return new Map(
    await Promise.all(kept.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const)),
  )
}
