// The kinds of settings: how the text of an environment variable becomes a value, and what to say when it cannot.
// config.ts has the table of settings.
import { realpathSync } from 'node:fs'
import { isIP } from 'node:net'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

export type Environment = Record<string, string | undefined>

/** What is wrong with a text, where what a setting accepts does not say it all. */
export class SettingFault extends Error {}

export type Setting<T> = {
  /** The value when the variable is not set or empty. */
  fallback: (env: Environment) => T
  /** Undefined for a text that is not accepted. Errors: SettingFault where that needs more words. */
  parse: (text: string) => T | undefined
  /** What the variable accepts, for the error message. */
  accepts: string
}

/** The value; undefined, or a fault, for a text that is not accepted. */
export function parseSetting<T>(setting: Setting<T>, given: string): T | SettingFault | undefined {
  try {
    return setting.parse(given)
  } catch (error) {
    if (error instanceof SettingFault) return error
    throw error
  }
}

export function text(fallback: string, accepts: string, isValid = (_value: string) => true): Setting<string> {
  return { fallback: () => fallback, parse: (value) => (isValid(value) ? value : undefined), accepts }
}

/** A text that may be left out. */
export function optional(accepts: string, isValid: (value: string) => boolean): Setting<string | null> {
  return { fallback: () => null, parse: (value) => (isValid(value) ? value : undefined), accepts }
}

export function folder(fallback: (env: Environment) => string): Setting<string> {
  return {
    fallback: (env) => resolve(fallback(env)),
    parse: (value) => resolve(value),
    accepts: 'the path of a folder',
  }
}

export function integer(fallback: number, minimum: number, maximum: number): Setting<number> {
  const parse = (value: string) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
    return number >= minimum && number <= maximum ? number : undefined
  }
  return { fallback: () => fallback, parse, accepts: `a whole number from ${minimum} to ${maximum}` }
}

export function list(accepts: string, isValid: (item: string) => boolean): Setting<string[]> {
  const parse = (value: string) => {
    const items = value.split(',').map((item) => item.trim())
    return items.every(isValid) ? items : undefined
  }
  return { fallback: () => [], parse, accepts: `a comma-separated list of ${accepts}` }
}

export function oneOf<Value extends string>(fallback: Value, values: readonly Value[]): Setting<Value> {
  const parse = (value: string) => values.find((one) => one === value)
  return { fallback: () => fallback, parse, accepts: `one of ${values.join(', ')}` }
}

export function flag(): Setting<boolean> {
  const parse = (value: string) => (value === 'true' ? true : value === 'false' ? false : undefined)
  return { fallback: () => false, parse, accepts: 'true or false' }
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

export function isOrigin(item: string): boolean {
  return URL.canParse(item) && new URL(item).origin === item && item !== 'null'
}

export function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol)
}

/** Of absolute paths; also where links make it so, such as a working directory that was reached through one. */
export function isInsideFolder(path: string, folder: string): boolean {
  return isBelow(path, folder) || isBelow(realPath(path), realPath(folder))
}

function isBelow(path: string, folder: string): boolean {
  const [first] = relative(folder, path).split(sep)
  return first !== '..' && !isAbsolute(relative(folder, path))
}

/** Without links, as far as it exists or can be looked at. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path === dirname(path) ? path : join(realPath(dirname(path)), basename(path))
  }
}
