// The TypeScript client as others get it: built to JavaScript and declarations, its example compiled and run, and the same files in a browser.
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Test, test } from 'tap'
import { skipWithoutBrowser, startBrowser, visit } from '../support/browser.ts'
import { requireNeed } from '../support/needs.ts'
import { readSamplePhoto, samplePath } from '../support/sample-photos.ts'
import { clientTools } from './client-tools.ts'
import { photos, startLiveService } from './live-service.ts'
import { readSnippet } from './readme-snippet.ts'
import { runCommand } from './run-command.ts'

const cwd = clientTools.typescript.folder
const tsc = join(cwd, 'node_modules/typescript/lib/tsc.js')
const newerTsc = fileURLToPath(new URL('../../node_modules/typescript/lib/tsc.js', import.meta.url))

test('the built TypeScript client', { skip: requireNeed('clients').skip }, async (t) => {
  t.match(
    await runCommand(t, [process.execPath, tsc, '--project', 'tsconfig.build.json'], { cwd }),
    { code: 0 },
    'it builds',
  )
  const { dependencies } = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as { dependencies?: object }
  t.equal(dependencies, undefined, 'it depends on nothing at run time')

  const pages = await serveBuilt(t)
  const { url, apiKey } = await startLiveService(t, { CORS_ORIGINS: pages })

  await t.test('what the README says runs', async (t) => {
    // Among the built files, where the package finds itself by its name.
    const snippet = join(cwd, 'dist/readme-snippet.ts')
    await writeFile(snippet, await readSnippet('ts', `'${url}', apiKey: '${apiKey}'`))
    t.teardown(() => rm(snippet))
    const { code, stdout } = await runCommand(t, [process.execPath, snippet], { cwd })
    t.equal(code, 0)
    t.strictSame(stdout.trim().split('\n').sort(), photos.toSorted())
  })

  await t.test('its example compiles against the declarations, and runs', async (t) => {
    // By the project's own compiler, which is another than the client is built with.
    t.match(await runCommand(t, [process.execPath, newerTsc, '--project', 'tsconfig.json'], { cwd }), {
      code: 0,
      output: '',
    })
    const env = { LIKENESS_URL: url, LIKENESS_API_KEY: apiKey }
    const example = [process.execPath, 'example/find-pictures.ts', 'a crab', samplePath('animals/crab.jpg')]
    const { code, stdout } = await runCommand(t, example, { cwd, env })
    t.equal(code, 0)
    t.match(stdout, /crab\.jpg: created .+\n0\.\d+ \S+crab\.jpg\n(-?0\.\d+ .+\n){4}$/)
  })

  await t.test('a page of another origin uses it', { skip: skipWithoutBrowser }, async (t) => {
    const picture = (await readSamplePhoto(photos[0]!)).toString('base64')
    const browser = await startBrowser(t)
    await visit(t, { browser, url: pages, expected: /status of 404/ }, async (page) => {
      const found = await page.evaluate(useInPage, { url, apiKey, picture })
      t.match(found, {
        words: photos[0],
        file: photos[0],
        form: photos[0],
        added: 'created',
        // That of the example is among them.
        listed: photos.length + 2,
        events: 'end',
        thumbnail: 'image/webp',
        code: 'IMAGE_NOT_FOUND',
        lines: ['created'],
      })
    })
  })
})

/** Runs in the page. */
async function useInPage({ url, apiKey, picture }: { url: string; apiKey: string; picture: string }) {
  const address = '/likeness-client.js'
  const module: typeof import('../../clients/typescript/src/likeness-client.ts') = await import(address)
  const { addPictures, createLikenessClient, eachHit, eachImage, importDocuments, ProblemError } = module
  const client = createLikenessClient({ baseUrl: url, apiKey })
  const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0))
  const file = new File([bytes], 'cup.jpg', { type: 'image/jpeg' })
  const first = async (search: Promise<{ hits: { relative_path?: string }[] }>) => (await search).hits[0]?.relative_path
  let words: string | undefined
  for await (const hit of eachHit(client.searchByText, { body: { query: 'a cup of coffee', k: 1 } })) {
    words = hit.relative_path
    break
  }
  const added = []
  const metadata = { image_id: 'from-page', relative_path: 'page/cup.jpg' }
  for await (const one of addPictures(client, [{ file, metadata }])) added.push(one.status)
  let listed = 0
  for await (const _image of eachImage(client, { limit: 2 })) listed += 1
  let events = ''
  const { job_id } = await client.startIngestJob({ body: { path: 'food' } })
  for await (const { event } of await client.followJob({ job_id })) events = event
  const { model } = await client.getReadiness()
  const image_embedding = Array.from({ length: model!.dims }, (_, i) => (i === 0 ? 1 : 0))
  const document = { image_id: 'lines', relative_path: 'lines.jpg', image_embedding }
  const lines = []
  for await (const { status } of importDocuments(client, [document], { model: model!.name })) lines.push(status)
  const failure = await client.getImage({ image_id: 'nobody' }).catch((error: unknown) => error)
  return {
    words,
    added: added.join(),
    file: await first(client.searchByImage({ body: file, filter: { path_prefix: 'food/' }, k: 1 })),
    form: await first(client.searchByImage({ body: { image: file, filter: { path_prefix: 'food/' }, k: 1 } })),
    listed,
    events,
    lines,
    thumbnail: (await client.getImageThumbnail({ image_id: 'from-page' })).type,
    code: failure instanceof ProblemError ? failure.code : undefined,
  }
}

/** The built files and an empty page, on an origin of their own. */
async function serveBuilt(t: Test): Promise<string> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://127.0.0.1')
    if (pathname === '/')
      return response.setHeader('content-type', 'text/html').end('<!doctype html><title>Page</title>')
    const code = await readFile(join(cwd, 'dist', pathname)).catch(() => null)
    response.writeHead(code || pathname === '/favicon.ico' ? 200 : 404, { 'content-type': 'text/javascript' }).end(code)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
