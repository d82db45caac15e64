// Writes the package of the Go client by oapi-codegen, from the contract in the form that it understands.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { OpenAPIV3_1 } from 'openapi-types'
import { clientTools } from '../../test/clients/client-tools.ts'
import { operationsOf } from '../../test/support/openapi-document.ts'

const { folder: settingsFolder, binFolder } = clientTools.go

export async function generateGo(contract: OpenAPIV3_1.Document, folder: string): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'likeness-go-'))
  try {
    const path = join(temporary, 'openapi.json')
    await writeFile(path, JSON.stringify(withDoubles(forGo(contract))))
    await mkdir(folder, { recursive: true })
    const output = join(folder, 'client.gen.go')
    const args = [`-config=${join(settingsFolder, 'generator.yaml')}`, `-o=${output}`, path]
    const { stderr } = await promisify(execFile)(join(binFolder, 'oapi-codegen'), args)
    if (stderr !== '') throw new Error(stderr)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** It would read lines of JSON, by the name of their type, as the problem that any other answer is: they are handed on as they come. */
function forGo(contract: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const copy = structuredClone(contract)
  for (const { responses = {} } of operationsOf(copy)) {
    const success = responses['200'] as OpenAPIV3_1.ResponseObject | undefined
    if (success?.content?.['application/x-ndjson']) delete responses.default
  }
  return copy
}

/** It takes a number for a float32, which is right for the numbers of vectors alone. */
function withDoubles(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => withDoubles(one))
  if (typeof value !== 'object' || value === null) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withDoubles(field, key)]))
  return copy.type === 'number' && name !== 'items' ? { ...copy, format: 'double' } : copy
}
