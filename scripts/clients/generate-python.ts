// Writes the package of the Python client by openapi-python-client, from the contract in the form that it understands.
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { OpenAPIV3_1 } from 'openapi-types'
import { clientTools } from '../../test/clients/client-tools.ts'
import { operationsOf } from '../../test/support/openapi-document.ts'

const { folder: settingsFolder, binFolder } = clientTools.python

export async function generatePython(contract: OpenAPIV3_1.Document, folder: string): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'likeness-python-'))
  try {
    const path = join(temporary, 'openapi.json')
    await writeFile(path, JSON.stringify(forPython(contract)))
    const options = {
      path,
      config: join(settingsFolder, 'generator.yaml'),
      'custom-template-path': join(settingsFolder, 'templates'),
      meta: 'none',
      'output-path': folder,
    }
    const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
    // It calls its formatter by name, whose cache would lie among the code.
    const env = { ...process.env, RUFF_NO_CACHE: 'true', PATH: `${binFolder}${delimiter}${process.env.PATH}` }
    const generator = join(binFolder, 'openapi-python-client')
    const { stdout } = await promisify(execFile)(generator, ['generate', '--overwrite', '--fail-on-warning', ...args], {
      env,
    })
    await mendImports(join(folder, 'api'))
    // Tells type checkers that the package has types.
    await writeFile(join(folder, 'py.typed'), '')
    if (/warning|skipping/i.test(stdout)) throw new Error(stdout)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** The generator forgets an import in modules of operations with two kinds of body and no parameter. */
async function mendImports(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.py')) continue
    const path = join(folder, name)
    const code = await readFile(path, 'utf8')
    const mended = code.replace(/^from \.\.\.types import UNSET, Response$/m, '$&, Unset')
    if (mended !== code) await writeFile(path, mended)
  }
}

/** Parameters that hold JSON are texts, as it leaves out others; lines are bytes and events a text, as it reads answers whole. */
function forPython(contract: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const copy = structuredClone(contract)
  for (const { parameters = [], requestBody, responses = {} } of operationsOf(copy)) {
    for (const parameter of parameters as OpenAPIV3_1.ParameterObject[]) {
      if (!parameter.content) continue
      delete parameter.content
      parameter.schema = { type: 'string' }
    }
    for (const body of [requestBody, ...Object.values(responses)] as (OpenAPIV3_1.ResponseObject | undefined)[]) {
      const content = body?.content
      // The same as JSON; of two bodies of one type it would send the second.
      delete content?.['application/merge-patch+json']
      if (content?.['application/x-ndjson'])
        content['application/x-ndjson'].schema = { type: 'string', format: 'binary' }
      if (content?.['text/event-stream']) content['text/event-stream'].schema = { type: 'string' }
    }
  }
  return copy
}
