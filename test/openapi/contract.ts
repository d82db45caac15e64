// Reads the contract of the repository, or the one that was released.
import { readFile } from 'node:fs/promises'
import type { OpenAPIV3_1 } from 'openapi-types'
import { parse } from 'yaml'

export async function readContract(name: 'openapi.yaml' | 'released.yaml'): Promise<OpenAPIV3_1.Document> {
  return parse(await readFile(new URL(`../../openapi/${name}`, import.meta.url), 'utf8'))
}
