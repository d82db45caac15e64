// Generates the clients, each into its folder below `folder`. scripts/clients.ts writes those of the repository, a test compares others with them.
import { join } from 'node:path'
import type { OpenAPIV3_1 } from 'openapi-types'
import { generateGo } from './generate-go.ts'
import { generatePython } from './generate-python.ts'
import { generateTypescript } from './generate-typescript.ts'
import { readPreparedContract } from './prepared-contract.ts'

type Generate = (contract: OpenAPIV3_1.Document, generatedFolder: string) => Promise<void>

const generators = {
  typescript: generateTypescript,
  python: generatePython,
  go: generateGo,
} satisfies Record<string, Generate>

export type ClientName = keyof typeof generators
export const clientNames = Object.keys(generators) as ClientName[]

/** What is generated, and nothing else, lies below this folder of each client. */
export const generatedFolder: Record<ClientName, string> = {
  typescript: 'src/generated',
  python: 'likeness_client',
  go: 'likeness',
}

/** Errors: one for a name that is no client's, and those of the generators, which must be installed. */
export async function generateClient(name: ClientName, folder: string): Promise<void> {
  const generate = generators[name]
  if (!generate) throw new Error(`There are the clients ${clientNames.join(', ')}; ${name} is none.`)
  await generate(await readPreparedContract(), join(folder, name, generatedFolder[name]))
}
