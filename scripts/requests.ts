// `npm run requests`: writes from openapi/openapi.yaml the Postman collection, the .http file and the curl lines of the README.
// test/openapi/requests.test.ts fails when they differ from what is committed.
import { readFile, writeFile } from 'node:fs/promises'
import { documentsFile, withCurlLines } from './requests/curl-lines.ts'
import { readExampleRequests } from './requests/example-requests.ts'
import { toHttpFile } from './requests/http-file.ts'
import { toPostmanCollection } from './requests/postman-collection.ts'

/** What is written, by its path in the repository. */
export async function makeRequestFiles(): Promise<Record<string, string>> {
  const requests = await readExampleRequests()
  const imported = requests.find(({ operationId }) => operationId === 'importImages')?.body
  return {
    'openapi/likeness.postman_collection.json': `${JSON.stringify(toPostmanCollection(requests), null, 2)}\n`,
    'openapi/likeness.http': toHttpFile(requests),
    [documentsFile]: imported?.kind === 'text' ? imported.text : '',
    'README.md': withCurlLines(await readFile(new URL('../README.md', import.meta.url), 'utf8'), requests),
  }
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(await makeRequestFiles())) {
    await writeFile(new URL(`../${path}`, import.meta.url), text)
    process.stdout.write(`wrote ${path}\n`)
  }
}
