// Holds src/ to its layout: who may import whom, what each package is for, and the habits of a file.
// The tables are the rules; docs/architecture.md has the picture they draw.

import { test } from 'tap'
import { findImports, readSourceFiles, type SourceFile, withoutComments } from './support/source-files.ts'

const linesSoftMax = 200
const linesMax = 260

/** The parts of src/, each a list of files or folders. */
const parts: Record<string, string[]> = {
  server: ['server.ts', 'service.ts'],
  cli: ['cli.ts', 'cli/'],
  wire: ['wire.ts', 'wire-store.ts', 'wire-library.ts'],
  http: ['app.ts', 'http/'],
  useCases: [
    'image-search.ts',
    'search-facets.ts',
    'compose-query.ts',
    'relevance.ts',
    'search-hits.ts',
    'near-duplicates.ts',
    'find-duplicates.ts',
    'sign-sketches.ts',
    'search-page.ts',
    'search-by-words.ts',
    'image-catalog.ts',
    'add-images.ts',
    'keep-picture.ts',
    'find-twin.ts',
    'follow-move.ts',
    'forget-missing.ts',
    'edit-many.ts',
    'import-images.ts',
    'record-page.ts',
    'place-upload.ts',
    'change-notes.ts',
    'settle-changes.ts',
    'fill-pending.ts',
    'embed-recorded.ts',
    'check-sample.ts',
    'image-id.ts',
    'keyed-mutex.ts',
  ],
  ingest: ['ingest/'],
  transfer: ['transfer/'],
  jobs: ['jobs/'],
  serviceClient: ['service-client.ts'],
  ndjson: ['ndjson.ts'],
  migration: ['migrate-index.ts', 'catch-up.ts', 'sync-index.ts', 'sync-pass.ts', 'sync-writer.ts', 'sync-tally.ts'],
  embedder: ['embedder/'],
  modelHub: ['model-hub/'],
  store: ['store/'],
  library: ['library/'],
  picture: ['picture/'],
  page: ['page/'],
  metrics: ['metrics/'],
  tracing: ['tracing.ts'],
  config: ['config.ts', 'attributes-file.ts', 'joint-checks.ts', 'memory-limits.ts', 'setting-kinds.ts'],
  vector: ['vector.ts'],
  attributes: ['attributes.ts'],
  filter: ['filter.ts', 'facets.ts', 'geo.ts', 'code-points.ts'],
  searchWords: ['search-words.ts'],
  fileTime: ['file-time.ts'],
  errors: ['errors.ts', 'error-catalogue.ts', 'command-errors.ts'],
  processLock: ['process-lock.ts'],
  goBehind: ['go-behind.ts'],
  version: ['version.ts'],
}

const ports = [
  'embedder/embedder.ts',
  'store/vector-store.ts',
  'store/job-store.ts',
  'store/answer-store.ts',
  'library/library.ts',
]
/** The port beside them that only migrations and the commands around them use. */
const indexLife = 'store/index-life.ts'

/** Who may import whom, beside its own part: `code` runs, `types` leave no trace. An entry is a part or a file. */
const mayImport: Record<string, { code: string[]; types: string[] }> = {
  server: {
    code: ['wire', 'app.ts', 'config', 'errors', 'version', 'store/open-store.ts', 'metrics', 'tracing', 'jobs'],
    types: ports,
  },
  cli: {
    code: ['server', 'wire', 'app.ts', 'config', 'errors', 'version', 'ingest', 'transfer', 'store/open-store.ts'],
    types: ['useCases', 'library', 'serviceClient', ...ports],
  },
  // The only place where concrete parts meet.
  wire: {
    code: [
      'embedder',
      'modelHub',
      'store',
      'library',
      'picture',
      'useCases',
      'migration',
      'jobs',
      'errors',
      'ingest/in-flight.ts',
    ],
    types: ['config', 'metrics', 'ingest'],
  },
  http: {
    code: ['errors', 'vector', 'config', 'attributes', 'ndjson', 'store/vector-space.ts'],
    types: ['useCases', 'ingest', 'jobs', 'filter', 'metrics', ...ports],
  },
  useCases: {
    code: ['vector', 'attributes', 'filter', 'searchWords', 'fileTime', 'errors'],
    types: ['picture', ...ports],
  },
  ingest: { code: ['vector', 'filter', 'fileTime', 'errors', 'serviceClient'], types: ['useCases', ...ports] },
  // It reads ahead as an ingest does, and knows a file by its content as the use cases do.
  migration: { code: ['errors', 'ingest/in-flight.ts', 'embed-recorded.ts'], types: [indexLife, ...ports] },
  // Documents with their vectors, from one store to another.
  transfer: { code: ['errors', 'import-images.ts', 'serviceClient'], types: [indexLife, ...ports] },
  // Work that the service does without a request.
  jobs: { code: ['errors', 'ingest'], types: ['useCases', ...ports] },
  serviceClient: { code: ['errors'], types: [] },
  ndjson: { code: [], types: [] },
  embedder: { code: ['vector', 'errors', 'picture', 'goBehind'], types: [] },
  // What is pulled is described by the model table, and checked as a start checks it.
  modelHub: {
    code: [
      'errors',
      'processLock',
      'embedder/pack/model-pack.ts',
      'embedder/pack/model-row.ts',
      'embedder/pack/pack-file.ts',
    ],
    types: [],
  },
  store: { code: ['vector', 'attributes', 'filter', 'searchWords', 'errors', 'processLock'], types: ports },
  library: { code: ['errors', 'picture'], types: ports },
  picture: { code: ['errors', 'goBehind'], types: [] },
  page: { code: [], types: [] },
  // They are told, and ask nobody.
  metrics: { code: [], types: ['embedder/embedder.ts', 'embedder/meter.ts'] },
  tracing: { code: [], types: [] },
  config: {
    code: [
      'errors',
      'attributes',
      'embedder/models.ts',
      'embedder/inference/choose-threads.ts',
      'store/open-store.ts',
      'library/s3/s3-address.ts',
    ],
    types: ['embedder/pixels/decode-image.ts'],
  },
  vector: { code: ['errors'], types: [] },
  attributes: { code: [], types: [] },
  filter: { code: ['attributes'], types: ports },
  searchWords: { code: [], types: [] },
  fileTime: { code: [], types: [] },
  errors: { code: [], types: [] },
  processLock: { code: [], types: [] },
  goBehind: { code: [], types: [] },
  version: { code: ['../package.json'], types: [] },
}

/** Single commands also take what they administer or check; each such import is named here. */
const commandsMayImport: Record<string, string[]> = {
  // They read and write documents as the wire has them.
  'cli/import.ts': ['http/document-lines.ts', 'ndjson'],
  'cli/import-way.ts': ['http/document-lines.ts', 'store/vector-space.ts'],
  'cli/export.ts': ['http/document-lines.ts'],
  'cli/copy.ts': ['http/document-lines.ts'],
  'cli/open-serving-source.ts': [indexLife],
  'cli/backup.ts': [indexLife],
  // It works on what it reads beside the service.
  'cli/duplicates.ts': ['find-duplicates.ts', 'http/wire-duplicates.ts', 'vector'],
  // Its store is the model's own.
  'cli/demo.ts': ['embedder/models.ts'],
  // They administer models: the table, the packs and the pull.
  'cli/models.ts': ['embedder/models.ts', 'modelHub'],
  'cli/models-list.ts': [
    'embedder/models.ts',
    'embedder/clip-models.ts',
    'embedder/pack/model-pack.ts',
    'embedder/pack/model-row.ts',
    'modelHub',
  ],
  'cli/pull-display.ts': ['modelHub'],
  // They administer the store's indexes: the use case, the table of models for their names, and spaces to tell apart.
  'cli/index-command.ts': ['store/vector-space.ts', indexLife],
  'cli/index-adopt.ts': ['check-sample.ts', indexLife],
  'cli/index-migrate.ts': ['migration', 'goBehind', indexLife],
  'cli/index-status.ts': [indexLife],
  'cli/index-words.ts': ['embedder/models-of-space.ts', indexLife],
  'cli/migration-display.ts': ['migration'],
  // It checks the model's files and this machine's folders beside the store, in the store's words.
  'cli/doctor.ts': ['store/diagnosis.ts'],
  'cli/doctor-checks.ts': [
    'embedder/models.ts',
    'embedder/pack/model-pack.ts',
    'store/diagnosis.ts',
    'store/diagnose-folder.ts',
  ],
  // It is a client of the service and reads its answers.
  'cli/demo-check.ts': ['http/schemas/search-result.ts'],
}

/** Packages that belong to certain parts, files or folders; the page takes none, as a browser runs it as it is. */
const packageHomes: [packageName: RegExp, homes: string[]][] = [
  [/^(fastify$|@fastify\/)/, ['http']],
  [/^onnxruntime-node$/, ['embedder']],
  [/^@huggingface\/tokenizers$/, ['embedder']],
  [/^sharp$/, ['embedder', 'library', 'picture']],
  [/^(libheif-js|exif-reader|fast-xml-parser)(\/|$)/, ['picture']],
  [/^@elastic\//, ['store/elasticsearch']],
  [/^@aws-sdk\//, ['library/s3']],
  [/^(fresh|range-parser)$/, ['http']],
  [/^cli-progress$/, ['cli']],
  [/^lru-cache$/, ['embedder']],
  [/^prom-client$/, ['metrics']],
  [/^@opentelemetry\//, ['tracing']],
]

/** Where the program starts: everything else must be reached from here. */
const entries = ['server.ts', 'cli.ts', 'page/main.js']

function partOf(path: string): string | undefined {
  const match = Object.entries(parts).find(([, members]) => members.some((member) => isWithin(path, member)))
  return match?.[0]
}

function isWithin(path: string, member: string): boolean {
  return member.endsWith('/') ? path.startsWith(member) : path === member
}

/** Each import of the file that the tables do not allow, as a sentence. */
function findForbidden(file: Pick<SourceFile, 'path' | 'imports'>): string[] {
  const own = partOf(file.path)
  if (own === undefined) return [`${file.path} belongs to no part: add it to the table of parts`]
  const rule = mayImport[own] ?? { code: [], types: [] }
  return file.imports.flatMap(({ path, packageName = '', isType }) => {
    if (path === undefined) return isPackageAtHome(file.path, own, packageName) ? [] : [`${file.path} → ${packageName}`]
    const code = [...rule.code, ...(commandsMayImport[file.path] ?? [])]
    const allowed = isType ? [...code, ...rule.types] : code
    const target = partOf(path)
    const isAllowed = target === own || allowed.some((entry) => entry === target || entry === path)
    return isAllowed ? [] : [`${file.path} → ${path}${isType ? ' (types)' : ''}`]
  })
}

function isPackageAtHome(path: string, own: string, packageName: string): boolean {
  if (own === 'page') return false
  if (packageName.startsWith('node:')) return true
  const homes = packageHomes.find(([name]) => name.test(packageName))?.[1]
  return homes === undefined || homes.some((home) => home === own || path.startsWith(home))
}

function findUnreachable(files: SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const reached = new Set<string>()
  const waiting = [...entries]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const file = byPath.get(path)
    if (file === undefined || reached.has(path)) continue
    reached.add(path)
    waiting.push(...file.imports.flatMap((entry) => entry.path ?? []))
  }
  return files.map((file) => file.path).filter((path) => !reached.has(path))
}

const files = readSourceFiles()

function pathsWhere(isMatch: (file: SourceFile) => boolean): string[] {
  return files.filter(isMatch).map(({ path }) => path)
}

test('each file imports only what its part may import', async (t) => {
  t.same(files.flatMap(findForbidden), [])
})

test('each file is reached from the server, the command line or the page', async (t) => {
  t.same(findUnreachable(files), [])
})

test('only config.ts reads the environment', async (t) => {
  const reads = /\bprocess\s*\.\s*env\b(?!\.\w+ = )|\benv\b[^=\n]*=\s*process\b/
  t.same(
    pathsWhere(({ source }) => reads.test(withoutComments(source))),
    ['config.ts'],
  )
})

test('each file starts with a comment that says what it is for', async (t) => {
  t.same(
    pathsWhere(({ source }) => !/^(#!.*\n)?\/\/ \S/.test(source)),
    [],
  )
})

test('each file is named in kebab-case, after what it holds', async (t) => {
  const kebabCase = /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.(ts|js)$/
  const sayNothing = /(^|\/)(index|utils?|helpers?|common|misc)[./]/
  t.same(
    pathsWhere(({ path }) => !kebabCase.test(path) || sayNothing.test(path)),
    [],
  )
})

test('files export by name, and none passes on what another exports', async (t) => {
  const passesOn = /^export\s+(type\s+)?(\*|\{[^}]*\})[^'"\n]*\sfrom\s/m
  t.same(
    pathsWhere(({ source }) => passesOn.test(source) || /^export default/m.test(source)),
    [],
  )
})

test('files stay short enough to be read in one go', async (t) => {
  const lengths = files.map(({ path, source }) => ({ path, lines: source.trimEnd().split('\n').length }))
  for (const { path, lines } of lengths.filter(({ lines }) => lines > linesSoftMax)) {
    t.comment(`${path} has ${lines} lines; the soft limit is ${linesSoftMax}`)
  }
  t.same(
    lengths.filter(({ lines }) => lines > linesMax),
    [],
  )
})

test('the checks see what is forbidden', async (t) => {
  const forbidden = (path: string, source: string) => findForbidden({ path, imports: findImports(path, source) })
  const sqlite = "import { openStore } from '../store/open-store.ts'\n"
  t.same(forbidden('http/access.ts', sqlite), ['http/access.ts → store/open-store.ts'])
  t.same(forbidden('embedder/pool.ts', "import type {\n  Hit,\n} from '../store/vector-store.ts'\n"), [
    'embedder/pool.ts → store/vector-store.ts (types)',
  ])
  t.same(forbidden('image-search.ts', "import { x } from './embedder/embedder.ts'\n"), [
    'image-search.ts → embedder/embedder.ts',
  ])
  t.same(forbidden('image-search.ts', "import type { Embedder } from './embedder/embedder.ts'\n"), [])
  t.same(forbidden('store/open-store.ts', "const x = await import('fastify')\n"), ['store/open-store.ts → fastify'])
  t.same(forbidden('ingest/walk.ts', "import sharp from 'sharp'\nimport 'node:fs'\n"), ['ingest/walk.ts → sharp'])
  t.same(forbidden('page/main.js', "import { z } from 'zod'\n"), ['page/main.js → zod'])
  t.match(forbidden('new-thing.ts', ''), [/belongs to no part/])
  const worker = "new Worker(new URL('./scan-worker.ts', import.meta.url), {})"
  t.match(findImports('store/embedded/scan-pool.ts', worker), [{ path: 'store/embedded/scan-worker.ts' }])
  const lone = [
    { path: 'server.ts', source: '', imports: [] },
    { path: 'vector.ts', source: '', imports: [] },
  ]
  t.same(findUnreachable(lone), ['vector.ts'])
})
