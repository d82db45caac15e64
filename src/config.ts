// The settings: one typed table of environment variables. process.env is read here and nowhere else.
import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { modelNames } from './embedder/models.ts'
import { createError } from './errors.ts'
import { findStoreFolder, isStoreUrl, storeUrlExamples } from './store/open-store.ts'

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
  /** Absolute; holds the embedded store, its lock and disposable caches. */
  dataDir: string
  /** Absolute; the library root. */
  imagesDir: string
  storeUrl: string
  model: string
  logLevel: string
  /** Bytes of one picture. */
  imageBytesMax: number
  /** Bytes of one request. */
  requestBytesMax: number
  /** Bytes of all requests that are being worked on. */
  inFlightBytesMax: number
  /** Width × height of one picture. */
  pixelsMax: number
  /** Inference workers, one thread each. */
  workers: number
  /** Embedding jobs that may wait. */
  queueLengthMax: number
  /** Milliseconds for one request, from its first byte to its answer. */
  requestTimeoutMs: number
}

type Setting<T> = {
  /** The value when the variable is not set or empty. */
  fallback: (env: Environment) => T
  parse: (text: string) => T | undefined
  /** What the variable accepts, for the error message. */
  accepts: string
}
type Environment = Record<string, string | undefined>

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const mebibyte = 1024 * 1024

function text(fallback: string, accepts: string): Setting<string> {
  return { fallback: () => fallback, parse: (value) => value, accepts }
}

function folder(fallback: string): Setting<string> {
  return { fallback: () => resolve(fallback), parse: (value) => resolve(value), accepts: 'the path of a folder' }
}

function integer(fallback: number, minimum: number, maximum: number): Setting<number> {
  const parse = (value: string) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
    return number >= minimum && number <= maximum ? number : undefined
  }
  return { fallback: () => fallback, parse, accepts: `a whole number from ${minimum} to ${maximum}` }
}

function list(accepts: string, isValid: (item: string) => boolean): Setting<string[]> {
  const parse = (value: string) => {
    const items = value.split(',').map((item) => item.trim())
    return items.every(isValid) ? items : undefined
  }
  return { fallback: () => [], parse, accepts: `a comma-separated list of ${accepts}` }
}

function oneOf(fallback: string, values: readonly string[]): Setting<string> {
  const parse = (value: string) => (values.includes(value) ? value : undefined)
  return { fallback: () => fallback, parse, accepts: `one of ${values.join(', ')}` }
}

function flag(): Setting<boolean> {
  const parse = (value: string) => (value === 'true' ? true : value === 'false' ? false : undefined)
  return { fallback: () => false, parse, accepts: 'true or false' }
}

/** Every setting: its variable, its default and what it accepts. The README's table lists the same. */
export const settings = {
  host: ['HOST', text('127.0.0.1', 'an address to listen on')],
  port: ['PORT', integer(3000, 0, 65_535)],
  apiKeys: ['API_KEYS', list('keys of at least 16 visible characters', (key) => /^[\x21-\x7e]{16,}$/.test(key))],
  allowAnonymous: ['ALLOW_ANONYMOUS', flag()],
  allowedHosts: ['ALLOWED_HOSTS', list('host names without port', (name) => /^[a-z0-9.-]+$/i.test(name))],
  corsOrigins: ['CORS_ORIGINS', list('origins such as https://shop.example', isOrigin)],
  dataDir: ['DATA_DIR', folder('data')],
  imagesDir: ['IMAGES_DIR', folder('images')],
  storeUrl: [
    'STORE_URL',
    {
      fallback: (env) => `file:${resolve(env.DATA_DIR?.trim() || 'data')}`,
      parse: (value) => (isStoreUrl(value) ? value : undefined),
      accepts: `the address of a store, such as ${storeUrlExamples.join(' or ')}`,
    },
  ],
  model: ['MODEL', oneOf('builtin', modelNames)],
  logLevel: ['LOG_LEVEL', oneOf('info', logLevels)],
  imageBytesMax: ['IMAGE_BYTES_MAX', integer(32 * mebibyte, 1024, 1024 * mebibyte)],
  requestBytesMax: ['REQUEST_BYTES_MAX', integer(128 * mebibyte, 1024, 4096 * mebibyte)],
  inFlightBytesMax: ['IN_FLIGHT_BYTES_MAX', integer(512 * mebibyte, 1024, 65_536 * mebibyte)],
  pixelsMax: ['PIXELS_MAX', integer(100_000_000, 1, 2_000_000_000)],
  workers: ['WORKERS', integer(Math.min(availableParallelism(), 64), 1, 64)],
  queueLengthMax: ['QUEUE_LENGTH_MAX', integer(512, 1, 100_000)],
  requestTimeoutMs: ['REQUEST_TIMEOUT_MS', integer(60_000, 100, 3_600_000)],
} satisfies { [Name in keyof Config]: [string, Setting<Config[Name]>] }

/**
 * Reads the settings from environment variables.
 * Errors: CONFIG_INVALID that lists every wrong setting at once, by name, with what it accepts.
 */
export function readConfig(env: Environment = process.env): Config {
  const faults: string[] = []
  const wrong = new Set<string>()
  const entries = Object.entries(settings).map(([name, [variable, setting]]) => {
    const given = env[variable]?.trim()
    if (!given) return [name, setting.fallback(env)]
    const value = setting.parse(given)
    if (value === undefined) {
      wrong.add(name)
      faults.push(`${variable} must be ${setting.accepts}`)
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

/** What settings that are each right alone must fulfil together: the settings concerned, and the fault or null. */
const jointChecks: { of: (keyof Config)[]; faultOf: (config: Config) => string | null }[] = [
  {
    of: ['host', 'apiKeys', 'allowAnonymous'],
    faultOf: ({ host, apiKeys, allowAnonymous }) =>
      isLoopback(host) || apiKeys.length > 0 || allowAnonymous
        ? null
        : `HOST is ${host}, which others can reach: set API_KEYS, or ALLOW_ANONYMOUS=true to serve everyone`,
  },
  {
    of: ['requestBytesMax', 'imageBytesMax'],
    faultOf: ({ requestBytesMax, imageBytesMax }) =>
      requestBytesMax < imageBytesMax ? 'REQUEST_BYTES_MAX must be at least IMAGE_BYTES_MAX' : null,
  },
  {
    of: ['inFlightBytesMax', 'requestBytesMax'],
    faultOf: ({ inFlightBytesMax, requestBytesMax }) =>
      inFlightBytesMax < requestBytesMax ? 'IN_FLIGHT_BYTES_MAX must be at least REQUEST_BYTES_MAX' : null,
  },
  {
    of: ['imagesDir', 'dataDir'],
    faultOf: ({ imagesDir, dataDir }) =>
      isInsideFolder(imagesDir, dataDir) || isInsideFolder(dataDir, imagesDir)
        ? 'IMAGES_DIR and DATA_DIR must not lie inside each other: one holds your pictures, the other what is made of them'
        : null,
  },
  {
    of: ['imagesDir', 'dataDir', 'storeUrl'],
    faultOf: ({ imagesDir, dataDir, storeUrl }) => {
      const folder = findStoreFolder(storeUrl)
      // Below DATA_DIR, which the check before this one is about.
      if (folder === null || isInsideFolder(folder, dataDir)) return null
      return isInsideFolder(folder, imagesDir)
        ? 'STORE_URL must not name a folder inside IMAGES_DIR, where an upload could take the place of its files'
        : null
    },
  },
]

function isInsideFolder(path: string, folder: string): boolean {
  const [first] = relative(folder, path).split(sep)
  return first !== '..' && !isAbsolute(relative(folder, path))
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function isOrigin(item: string): boolean {
  return URL.canParse(item) && new URL(item).origin === item && item !== 'null'
}
