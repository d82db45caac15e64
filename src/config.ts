// The settings: one typed table of environment variables. process.env is read here and nowhere else.
import { availableParallelism, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import type { AttributeTypes } from './attributes.ts'
import { attributesFile } from './attributes-file.ts'
import { chooseThreads, chooseWorkers } from './embedder/inference/choose-threads.ts'
import { modelNames } from './embedder/models.ts'
import type { Decoding } from './embedder/pixels/decode-image.ts'
import { createError } from './errors.ts'
import { jointChecks } from './joint-checks.ts'
import { parseS3Address } from './library/s3/s3-address.ts'
import { chooseMemoryLimits, findMemoryBytes } from './memory-limits.ts'
import {
  type Environment,
  flag,
  folder,
  integer,
  isHttpUrl,
  isOrigin,
  list,
  oneOf,
  optional,
  parseSetting,
  type Setting,
  SettingFault,
  text,
} from './setting-kinds.ts'
import { isStoreUrl, storeUrlExamples } from './store/open-store.ts'

export type Config = {
  /** Address to listen on. */
  host: string
  /** 0 takes any free port. */
  port: number
  /** Accepted bearer keys; empty means that no key is asked for. */
  apiKeys: string[]
  allowAnonymous: boolean
  /** Host names, beside the loopback ones, that an anonymous service answers to. */
  allowedHosts: string[]
  /** Origins of web pages that may call the service. */
  corsOrigins: string[]
  /** What cursors are signed with: instances that answer for each other share it. Null for one made of the keys. */
  cursorSecret: string | null
  /** Absolute; holds the embedded store, its lock and disposable caches. */
  dataDir: string
  /** Absolute; the library root. Null where `libraryUrl` names it. */
  imagesDir: string | null
  /** `s3://bucket/prefix` of a library in object storage; null for one in a folder. */
  libraryUrl: string | null
  /** The S3-compatible server that has the bucket; null for Amazon's. */
  libraryEndpoint: string | null
  /** Of the bucket. */
  awsRegion: string
  storeUrl: string
  /** Of an Elasticsearch store; sent in place of user and password. */
  storeApiKey: string | null
  /** SHA-256 of the certificate authority of an Elasticsearch store; null for those the system knows. */
  storeCaFingerprint: string | null
  /** Milliseconds for one call of an Elasticsearch store, retries included. */
  storeTimeoutMs: number
  model: string
  /** Absolute folder of a model pack of one's own, in place of `model`; null for none. */
  modelDir: string | null
  /** Absolute; the packs that were pulled lie below it. */
  modelsDir: string
  /** Pull the model at the start where it is not on this machine. */
  modelAutoPull: boolean
  /** Where models are pulled from. */
  hubUrl: string
  /** Sent to the hub alone; null for none. */
  hubToken: string | null
  /** In order of preference; the processor stands behind them all. */
  executionProviders: string[]
  /** What this instance embeds. */
  embedder: 'both' | 'image' | 'text'
  imageDecoding: Decoding
  textEmbedder: 'local' | 'elasticsearch'
  /** The cluster that embeds texts; may hold user and password. */
  textEmbedderUrl: string | null
  /** The id of the text model that is deployed there. */
  textEmbedderModel: string | null
  textEmbedderApiKey: string | null
  /** Milliseconds for one text, retries included. */
  textEmbedderTimeoutMs: number
  logLevel: string
  /** Bytes of one picture. */
  imageBytesMax: number
  /** Bytes of one request. */
  requestBytesMax: number
  /** Bytes of all requests that are being worked on. */
  inFlightBytesMax: number
  /** Width × height of one picture. */
  pixelsMax: number
  /** What pictures have beside the fields of every image, as ATTRIBUTES_FILE declares it. */
  attributeTypes: AttributeTypes
  /** Keep nothing of where a picture was taken that its file tells. */
  dropLocation: boolean
  /** Sessions of the image tower. */
  workers: number
  /** Threads that share one inference run. */
  threads: number
  /** Inputs that may share one inference run. */
  batchMax: number
  /** Milliseconds that a run waits for inputs that are being decoded. */
  batchWaitMs: number
  /** Embedding jobs of bulk work that may wait. */
  queueLengthMax: number
  /** Embedding jobs of searches, and of small vectorize requests, that may wait. */
  searchQueueLengthMax: number
  /** Bytes of vectors that are kept in memory; 0 keeps none. */
  cacheBytesMax: number
  /** Milliseconds for one request, from its first byte to its answer. */
  requestTimeoutMs: number
  /** Where traces are sent, without `/v1/traces`; null sends none. */
  otelEndpoint: string | null
  /** What the service is called in traces. */
  otelServiceName: string
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const providers = ['cpu', 'cuda', 'tensorrt', 'coreml']
const mebibyte = 1024 * 1024
/** What this process may use, cgroup limits included. */
const cores = Math.min(availableParallelism(), 64)
const limits = chooseMemoryLimits(findMemoryBytes(totalmem(), process.constrainedMemory()), cores)

function dataFolder(env: Environment): string {
  return env.DATA_DIR?.trim() || 'data'
}

/** Every setting: its variable, its default and what it accepts. The README's table lists the same. */
export const settings = {
  host: ['HOST', text('127.0.0.1', 'an address to listen on')],
  port: ['PORT', integer(3000, 0, 65_535)],
  apiKeys: ['API_KEYS', list('keys of at least 16 visible characters', (key) => /^[\x21-\x7e]{16,}$/.test(key))],
  allowAnonymous: ['ALLOW_ANONYMOUS', flag()],
  allowedHosts: ['ALLOWED_HOSTS', list('host names without port', (name) => /^[a-z0-9.-]+$/i.test(name))],
  corsOrigins: ['CORS_ORIGINS', list('origins such as https://shop.example', isOrigin)],
  cursorSecret: [
    'CURSOR_SECRET',
    optional('at least 16 visible characters', (secret) => /^[\x21-\x7e]{16,}$/.test(secret)),
  ],
  dataDir: ['DATA_DIR', folder(() => 'data')],
  imagesDir: [
    'IMAGES_DIR',
    { ...folder(() => 'images'), fallback: (env) => (env.LIBRARY_URL?.trim() ? null : resolve('images')) },
  ],
  libraryUrl: [
    'LIBRARY_URL',
    optional(
      'the address of a bucket or of a prefix in it, such as s3://photos/family',
      (value) => !!parseS3Address(value),
    ),
  ],
  libraryEndpoint: [
    'LIBRARY_ENDPOINT',
    optional('the http or https address of an S3-compatible server, without user and password', isPublicUrl),
  ],
  awsRegion: ['AWS_REGION', text('us-east-1', 'the name of a region', (name) => /^[a-z0-9-]{1,64}$/i.test(name))],
  storeUrl: [
    'STORE_URL',
    {
      fallback: (env) => `file:${resolve(dataFolder(env))}`,
      parse: (value) => (isStoreUrl(value) ? value : undefined),
      accepts: `the address of a store, such as ${storeUrlExamples.join(' or ')}`,
    },
  ],
  storeApiKey: ['STORE_API_KEY', optional('an API key of visible characters', isVisible)],
  storeCaFingerprint: [
    'STORE_CA_FINGERPRINT',
    optional('the SHA-256 of a certificate, 64 hex digits with or without colons', isFingerprint),
  ],
  storeTimeoutMs: ['STORE_TIMEOUT_MS', integer(10_000, 100, 600_000)],
  model: ['MODEL', oneOf('builtin', modelNames)],
  modelDir: ['MODEL_DIR', { ...folder(() => ''), fallback: () => null }],
  modelsDir: ['MODELS_DIR', folder((env) => join(dataFolder(env), 'models'))],
  modelAutoPull: ['MODEL_AUTO_PULL', flag()],
  hubUrl: [
    'HF_ENDPOINT',
    text('https://huggingface.co', 'the http or https address of a hub, without user and password', isPublicUrl),
  ],
  hubToken: ['HF_TOKEN', optional('a token of visible characters', isVisible)],
  executionProviders: ['EXECUTION_PROVIDERS', list(providers.join(', '), (item) => providers.includes(item))],
  embedder: ['EMBEDDER', oneOf('both', ['both', 'image', 'text'])],
  imageDecoding: ['IMAGE_DECODING', oneOf('exact', ['exact', 'fast'])],
  textEmbedder: ['TEXT_EMBEDDER', oneOf('local', ['local', 'elasticsearch'])],
  textEmbedderUrl: ['TEXT_EMBEDDER_URL', optional('the http or https address of a cluster', isHttpUrl)],
  textEmbedderModel: ['TEXT_EMBEDDER_MODEL', optional('the id of a deployed model', (id) => /^[\w.-]{1,64}$/.test(id))],
  textEmbedderApiKey: ['TEXT_EMBEDDER_API_KEY', optional('an API key of visible characters', isVisible)],
  textEmbedderTimeoutMs: ['TEXT_EMBEDDER_TIMEOUT_MS', integer(10_000, 100, 600_000)],
  logLevel: ['LOG_LEVEL', oneOf('info', logLevels)],
  imageBytesMax: ['IMAGE_BYTES_MAX', integer(32 * mebibyte, 1024, 1024 * mebibyte)],
  requestBytesMax: ['REQUEST_BYTES_MAX', integer(limits.requestBytesMax, 1024, 4096 * mebibyte)],
  inFlightBytesMax: ['IN_FLIGHT_BYTES_MAX', integer(limits.inFlightBytesMax, 1024, 65_536 * mebibyte)],
  pixelsMax: ['PIXELS_MAX', integer(limits.pixelsMax, 1, 2_000_000_000)],
  attributeTypes: ['ATTRIBUTES_FILE', attributesFile()],
  dropLocation: ['DROP_LOCATION', flag()],
  workers: ['WORKERS', integer(chooseWorkers(cores), 1, 64)],
  threads: [
    'THREADS',
    {
      ...integer(1, 1, 64),
      fallback: (env) => chooseThreads(cores, Number(env.WORKERS?.trim()) || chooseWorkers(cores)),
    },
  ],
  batchMax: ['BATCH_MAX', integer(8, 1, 64)],
  batchWaitMs: ['BATCH_WAIT_MS', integer(10, 0, 1_000)],
  // At least the inputs of one request, or it would be refused for ever.
  queueLengthMax: ['QUEUE_LENGTH_MAX', integer(512, 64, 100_000)],
  searchQueueLengthMax: ['SEARCH_QUEUE_LENGTH_MAX', integer(64, 8, 100_000)],
  cacheBytesMax: ['CACHE_BYTES_MAX', integer(64 * mebibyte, 0, 65_536 * mebibyte)],
  requestTimeoutMs: ['REQUEST_TIMEOUT_MS', integer(60_000, 100, 3_600_000)],
  otelEndpoint: [
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    optional('the http or https address of a collector, without user and password', isPublicUrl),
  ],
  otelServiceName: ['OTEL_SERVICE_NAME', text('likeness', 'a name')],
} satisfies { [Name in keyof Config]: [string, Setting<Config[Name]>] }

/**
 * Reads the settings from environment variables.
 * Errors: CONFIG_INVALID that lists every wrong setting at once, by name, with what it accepts.
 */
export function readConfig(env: Environment = process.env): Config {
  const faults: string[] = []
  const wrong = new Set<string>()
  const entries = Object.entries(settings).map(([name, [variable, setting]]: [string, [string, Setting<unknown>]]) => {
    const given = env[variable]?.trim()
    if (!given) return [name, setting.fallback(env)]
    const value = parseSetting(setting, given)
    if (value === undefined || value instanceof SettingFault) {
      wrong.add(name)
      faults.push(`${variable} must be ${setting.accepts}${value ? `: ${value.message}` : ''}`)
    }
    return [name, value]
  })
  const config = Object.fromEntries(entries) as Config
  for (const { of, faultOf } of jointChecks) {
    const fault = of.some((name) => wrong.has(name)) ? null : faultOf(config)
    if (fault) faults.push(fault)
  }
  if (faults.length > 0) {
    throw createError('CONFIG_INVALID', `The settings are not usable:\n${faults.map((f) => `  - ${f}`).join('\n')}`)
  }
  return config
}

/** Its address is told to people, so that it may hold no secret. */
function isPublicUrl(value: string): boolean {
  return isHttpUrl(value) && new URL(value).username === '' && new URL(value).password === ''
}

function isFingerprint(value: string): boolean {
  return /^[0-9a-f]{2}(:?[0-9a-f]{2}){31}$/i.test(value)
}

function isVisible(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value)
}
