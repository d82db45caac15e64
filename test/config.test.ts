// The settings: what they default to, what they accept, and that every fault is told at once.
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'tap'
import { readConfig, settings } from '../src/config.ts'
import { parseS3Address } from '../src/library/s3/s3-address.ts'
import { isLoopback } from '../src/setting-kinds.ts'

const key = 'sixteen-letters!'

/** The lines of the error, one a fault. */
function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    const [title, ...lines] = (error as Error).message.split('\n')
    if (title !== 'The settings are not usable:') throw error
    return lines.map((line) => line.replace(/^ {2}- /, ''))
  }
}

test('without variables the service listens on loopback and keeps its data beside itself', async (t) => {
  t.match(readConfig({}), {
    host: '127.0.0.1',
    port: 3000,
    apiKeys: [],
    allowAnonymous: false,
    allowedHosts: [],
    corsOrigins: [],
    dataDir: resolve('data'),
    imagesDir: resolve('images'),
    libraryUrl: null,
    libraryEndpoint: null,
    awsRegion: 'us-east-1',
    storeUrl: `file:${resolve('data')}`,
    model: 'builtin',
    modelDir: null,
    modelsDir: resolve('data/models'),
    modelAutoPull: false,
    hubToken: null,
    otelEndpoint: null,
    otelServiceName: 'likeness',
    executionProviders: [],
    imageDecoding: 'exact',
    textEmbedder: 'local',
    logLevel: 'info',
    imageBytesMax: 32 * 1024 ** 2,
    attributeTypes: {},
    requestTimeoutMs: 60_000,
  })
})

test('a variable that is empty or blank counts as not given', async (t) => {
  const blank = Object.fromEntries(Object.values(settings).map(([variable], i) => [variable, i % 2 ? '' : '  ']))
  t.strictSame(readConfig(blank), readConfig({}))
})

test('the store lies in DATA_DIR unless STORE_URL says otherwise', async (t) => {
  t.equal(readConfig({ DATA_DIR: '/srv/likeness' }).storeUrl, 'file:/srv/likeness')
  t.equal(readConfig({ DATA_DIR: '/srv/likeness', STORE_URL: 'file:/fast' }).storeUrl, 'file:/fast')
})

test('values are read into their types', async (t) => {
  const config = readConfig({
    HOST: '0.0.0.0',
    PORT: ' 8080 ',
    API_KEYS: `${key}, another-key-of-mine`,
    ALLOW_ANONYMOUS: 'true',
    ALLOWED_HOSTS: 'photos.home,nas',
    CORS_ORIGINS: 'https://shop.example, http://localhost:5173',
    DATA_DIR: 'some/data',
    LOG_LEVEL: 'debug',
    WORKERS: '3',
    MODEL: 'clip-vit-b-32-multilingual',
    MODEL_AUTO_PULL: 'true',
    HF_ENDPOINT: 'https://mirror.example/hub',
    EXECUTION_PROVIDERS: 'cuda, cpu',
    IMAGE_DECODING: 'fast',
    TEXT_EMBEDDER: 'elasticsearch',
    TEXT_EMBEDDER_URL: 'https://elastic.example:9200',
    TEXT_EMBEDDER_MODEL: 'sentence-transformers__clip-vit-b-32-multilingual-v1',
  })
  t.match(config, {
    host: '0.0.0.0',
    port: 8080,
    apiKeys: [key, 'another-key-of-mine'],
    allowAnonymous: true,
    allowedHosts: ['photos.home', 'nas'],
    corsOrigins: ['https://shop.example', 'http://localhost:5173'],
    dataDir: resolve('some/data'),
    logLevel: 'debug',
    workers: 3,
    model: 'clip-vit-b-32-multilingual',
    modelsDir: resolve('some/data/models'),
    modelAutoPull: true,
    hubUrl: 'https://mirror.example/hub',
    executionProviders: ['cuda', 'cpu'],
    imageDecoding: 'fast',
    textEmbedder: 'elasticsearch',
    textEmbedderUrl: 'https://elastic.example:9200',
    textEmbedderModel: 'sentence-transformers__clip-vit-b-32-multilingual-v1',
  })
})

test('the processors are shared out by the sessions that are wanted', async (t) => {
  const cores = Math.min(availableParallelism(), 64)
  const { workers, threads } = readConfig({})
  t.equal(workers, Math.max(Math.min(cores, 4), Math.ceil(cores / 4)))
  t.ok(workers * threads <= cores && (workers + 1) * threads > cores - workers, `${workers} × ${threads}`)
  t.equal(readConfig({ WORKERS: String(cores) }).threads, 1)
  t.equal(readConfig({ WORKERS: '64' }).threads, 1)
  t.equal(readConfig({ WORKERS: '1', THREADS: '3' }).threads, 3)
})

const refused: [variable: string, value: string, accepts: RegExp][] = [
  ['PORT', '65536', /a whole number from 0 to 65535/],
  ['PORT', '3000.5', /a whole number/],
  ['PORT', '-1', /a whole number/],
  ['PORT', '0x10', /a whole number/],
  ['WORKERS', '0', /a whole number from 1 to 64/],
  ['API_KEYS', 'short', /keys of at least 16 visible characters/],
  ['API_KEYS', `${key},,${key}`, /keys of at least 16/],
  ['API_KEYS', `${key} with blanks`, /keys of at least 16/],
  ['ALLOW_ANONYMOUS', 'yes', /true or false/],
  ['ALLOWED_HOSTS', 'photos.home:3000', /host names without port/],
  ['CORS_ORIGINS', '*', /origins such as/],
  ['CORS_ORIGINS', 'https://shop.example/', /origins such as/],
  ['CORS_ORIGINS', 'null', /origins such as/],
  ['LOG_LEVEL', 'loud', /one of fatal, error, warn, info, debug, trace, silent/],
  ['MODEL', 'clip', /one of builtin, clip-vit-b-32-multilingual, /],
  ['MODEL_AUTO_PULL', '1', /true or false/],
  ['HF_ENDPOINT', 'mirror.example', /the http or https address of a hub, without user and password/],
  ['HF_ENDPOINT', 'https://me:secret@mirror.example', /without user and password/],
  ['HF_TOKEN', 'with blanks in it', /a token of visible characters/],
  ['EXECUTION_PROVIDERS', 'gpu', /a comma-separated list of cpu, cuda, tensorrt, coreml/],
  ['IMAGE_DECODING', 'faster', /one of exact, fast/],
  ['TEXT_EMBEDDER', 'openai', /one of local, elasticsearch/],
  ['TEXT_EMBEDDER_URL', 'elastic.example:9200', /the http or https address of a cluster/],
  ['TEXT_EMBEDDER_MODEL', 'a/b', /the id of a deployed model/],
  ['TEXT_EMBEDDER_API_KEY', 'a key', /an API key of visible characters/],
  ['TEXT_EMBEDDER_TIMEOUT_MS', '0', /a whole number from 100 to 600000/],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', /the http or https address of a collector/],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://me:secret@collector', /without user and password/],
  ['QUEUE_LENGTH_MAX', '1e3', /a whole number from 64 to 100000/],
  ['SEARCH_QUEUE_LENGTH_MAX', '7', /a whole number from 8 to 100000/],
  ['THREADS', '65', /a whole number from 1 to 64/],
]

for (const [variable, value, accepts] of refused) {
  test(`${variable}=${value} is refused with what is accepted`, async (t) => {
    const faults = faultsOf({ [variable]: value })
    t.equal(faults.length, 1)
    t.match(faults[0], new RegExp(`^${variable} must be `))
    t.match(faults[0], accepts)
  })
}

test('all faults are told at once, those of one setting and those of several together', async (t) => {
  const faults = faultsOf({ HOST: '0.0.0.0', PORT: 'x', WORKERS: '0', IMAGES_DIR: 'data/images', LOG_LEVEL: 'loud' })
  const firstWords = faults.map((fault) => fault.split(' ')[0])
  t.strictSame(firstWords, ['PORT', 'LOG_LEVEL', 'WORKERS', 'HOST', 'IMAGES_DIR'])
})

test('a setting that is wrong alone is not blamed on others', async (t) => {
  t.equal(faultsOf({ HOST: '0.0.0.0', API_KEYS: 'short' }).length, 1)
  t.equal(faultsOf({ IMAGE_BYTES_MAX: 'x', REQUEST_BYTES_MAX: '2048' }).length, 1)
})

test('no fault repeats a secret', async (t) => {
  for (const variable of ['API_KEYS', 'HF_TOKEN', 'TEXT_EMBEDDER_API_KEY']) {
    t.notMatch(faultsOf({ [variable]: 'hunter2 and more' }).join(), 'hunter2')
  }
  t.notMatch(faultsOf({ HF_ENDPOINT: 'https://me:hunter2@mirror.example' }).join(), 'hunter2')
  t.notMatch(faultsOf({ TEXT_EMBEDDER_URL: 'elastic:hunter2@elastic.example' }).join(), 'hunter2')
})

test('an address that others can reach needs keys, or the word that it is meant so', async (t) => {
  for (const HOST of ['0.0.0.0', '::', '192.168.1.10', 'photos.home', '127.0.0.1.evil.example']) {
    t.match(faultsOf({ HOST }), [/API_KEYS.*ALLOW_ANONYMOUS=true/], HOST)
    t.strictSame(faultsOf({ HOST, API_KEYS: key }), [])
    t.strictSame(faultsOf({ HOST, ALLOW_ANONYMOUS: 'true' }), [])
  }
  for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
    t.ok(isLoopback(HOST), HOST)
    t.strictSame(faultsOf({ HOST }), [])
  }
})

test('neither of IMAGES_DIR and DATA_DIR lies inside the other', async (t) => {
  for (const imagesDir of ['data', 'data/', 'data/images', 'other/../data/x', join('data', '..images'), '.', '..']) {
    t.match(faultsOf({ DATA_DIR: 'data', IMAGES_DIR: imagesDir }), [/^IMAGES_DIR and DATA_DIR must not/], imagesDir)
  }
  t.match(faultsOf({ DATA_DIR: '/', IMAGES_DIR: '/images' }), [/IMAGES_DIR/])
  for (const imagesDir of ['data-images', 'images/data', '../data', '..data']) {
    t.strictSame(faultsOf({ DATA_DIR: 'data', IMAGES_DIR: imagesDir }), [], imagesDir)
  }
})

test('nor do they where links make it so', async (t) => {
  const folder = t.testdir({ photos: {}, link: t.fixture('symlink', 'photos') })
  const [photos, link] = [join(folder, 'photos'), join(folder, 'link')]
  t.match(faultsOf({ IMAGES_DIR: link, DATA_DIR: join(photos, 'new/data') }), [/^IMAGES_DIR and DATA_DIR must not/])
  t.match(faultsOf({ IMAGES_DIR: join(photos, 'new'), DATA_DIR: link }), [/^IMAGES_DIR and DATA_DIR must not/])
  t.match(faultsOf({ IMAGES_DIR: photos, STORE_URL: `file:${link}/store` }), [/^STORE_URL must not name/])
  t.strictSame(faultsOf({ IMAGES_DIR: link, DATA_DIR: join(folder, 'data') }), [])
})

test('the pictures lie in a folder or in object storage, not in both', async (t) => {
  const libraryUrl = 's3://photos/family'
  t.match(readConfig({ LIBRARY_URL: libraryUrl, IMAGES_DIR: ' ' }), {
    imagesDir: null,
    libraryUrl,
    awsRegion: 'us-east-1',
  })
  t.match(readConfig({ LIBRARY_URL: libraryUrl, AWS_REGION: 'eu-west-1' }), { awsRegion: 'eu-west-1' })
  t.match(readConfig({ LIBRARY_URL: libraryUrl, LIBRARY_ENDPOINT: 'http://127.0.0.1:9000' }), {
    libraryEndpoint: 'http://127.0.0.1:9000',
  })
  t.strictSame(faultsOf({ LIBRARY_URL: libraryUrl, DATA_DIR: '.', STORE_URL: 'file:images/store' }), [])
  t.match(faultsOf({ LIBRARY_URL: libraryUrl, IMAGES_DIR: 'images' }), [/^IMAGES_DIR and LIBRARY_URL each say/])
  t.match(faultsOf({ LIBRARY_ENDPOINT: 'https://s3.example' }), [/^LIBRARY_ENDPOINT goes with LIBRARY_URL/])
  for (const endpoint of ['s3.example', 'ftp://s3.example', 'https://key:secret@s3.example']) {
    t.match(faultsOf({ LIBRARY_URL: libraryUrl, LIBRARY_ENDPOINT: endpoint }), [/^LIBRARY_ENDPOINT must be/], endpoint)
  }
  t.match(faultsOf({ LIBRARY_URL: libraryUrl, AWS_REGION: 'eu west' }), [/^AWS_REGION must be/])
})

test('an address of object storage names a bucket and a prefix that paths may have', async (t) => {
  const addresses = ['s3://photos', 's3://photos/', 's3://my.photos-2/a/b', 's3://photos/Fotos f\u00fcr alle/']
  for (const address of addresses) t.strictSame(faultsOf({ LIBRARY_URL: address }), [], address)
  t.same(parseS3Address('s3://photos/'), { bucket: 'photos', keyPrefix: '' })
  t.same(parseS3Address('s3://photos/a/b/'), { bucket: 'photos', keyPrefix: 'a/b/' })
  for (const address of [
    'photos',
    's3:photos',
    's3://',
    's3://ab',
    's3:///a',
    's3://photos//a',
    's3://photos/../a',
    's3://key:secret@photos',
    'http://photos',
  ]) {
    t.match(faultsOf({ LIBRARY_URL: address }), [/^LIBRARY_URL must be/], address)
  }
})

test('the store does not lie inside IMAGES_DIR', async (t) => {
  for (const storeUrl of ['file:photos', 'file:./photos/store', `file://${resolve('photos/store')}`]) {
    t.match(faultsOf({ IMAGES_DIR: 'photos', STORE_URL: storeUrl }), [/^STORE_URL must not name/], storeUrl)
  }
  for (const storeUrl of ['file:store', 'file:photos-store']) {
    t.strictSame(faultsOf({ IMAGES_DIR: 'photos', STORE_URL: storeUrl }), [], storeUrl)
  }
})

test('models that are pulled do not lie inside IMAGES_DIR', async (t) => {
  t.match(faultsOf({ IMAGES_DIR: 'photos', MODELS_DIR: 'photos/models' }), [
    /^MODELS_DIR must not lie inside IMAGES_DIR/,
  ])
  t.strictSame(faultsOf({ IMAGES_DIR: 'photos', MODELS_DIR: 'models' }), [])
})

test('the model is chosen once', async (t) => {
  t.match(faultsOf({ MODEL: 'clip-vit-b-32', MODEL_DIR: 'mine' }), [/^MODEL and MODEL_DIR each choose the model/])
  t.strictSame(faultsOf({ MODEL_DIR: 'mine' }), [])
})

test('texts embedded by a cluster need its address, its model, and a model whose space it shares', async (t) => {
  const cluster = { TEXT_EMBEDDER_URL: 'https://elastic.example', TEXT_EMBEDDER_MODEL: 'clip' }
  t.match(faultsOf({ TEXT_EMBEDDER: 'elasticsearch', MODEL: 'clip-vit-b-32' }), [
    /needs TEXT_EMBEDDER_URL and TEXT_EMB/,
  ])
  t.match(faultsOf({ TEXT_EMBEDDER: 'elasticsearch', ...cluster }), [
    /needs a MODEL whose space a text model of the clu/,
  ])
  t.strictSame(faultsOf({ TEXT_EMBEDDER: 'elasticsearch', MODEL_DIR: 'mine', ...cluster }), [])
})

test('limits of bytes that contain each other must be in that order', async (t) => {
  t.match(faultsOf({ IMAGE_BYTES_MAX: '4096', REQUEST_BYTES_MAX: '2048' }), [/REQUEST_BYTES_MAX/])
  t.match(faultsOf({ IMAGE_BYTES_MAX: '1024', REQUEST_BYTES_MAX: '4096', IN_FLIGHT_BYTES_MAX: '2048' }), [/IN_FLIGHT/])
})

test('attributes are declared in a file, and what is wrong in it is told', async (t) => {
  const file = (content: string) => join(t.testdir({ 'attributes.json': content }), 'attributes.json')
  const types = { album: 'keyword', rating: 'number', is_public: 'boolean', shown_on: 'date' }
  t.strictSame(readConfig({ ATTRIBUTES_FILE: file(JSON.stringify(types)) }).attributeTypes, types)
  t.strictSame(readConfig({ ATTRIBUTES_FILE: file('{}') }).attributeTypes, {})
  const wrong: [content: string, fault: RegExp][] = [
    ['{"album": "keyword"', /: the file is no JSON$/],
    ['["album"]', /: the file holds no object$/],
    ['{"album": "text"}', /: the type of “album” is not one of keyword, number, boolean, date$/],
    ['{"album": {"type": "keyword"}}', /: the type of “album” is not one of/],
    ['{"My album": "keyword"}', /: “My album” is no name; names begin with a-z/],
    ['{"__proto__": "keyword"}', /: “__proto__” is no name/],
    [JSON.stringify(Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`a${i}`, 'date']))), /: .* more than 32/],
    [`{"a": "${'x'.repeat(70_000)}"}`, /more than 65536 bytes$/],
  ]
  for (const [content, fault] of wrong) {
    const [line, ...more] = faultsOf({ ATTRIBUTES_FILE: file(content) })
    t.match(line, /^ATTRIBUTES_FILE must be the path of a JSON file/)
    t.match(line, fault)
    t.strictSame(more, [])
  }
  t.match(faultsOf({ ATTRIBUTES_FILE: join(t.testdir(), 'none.json') }), [/: the file cannot be read \(ENOENT\)$/])
})
