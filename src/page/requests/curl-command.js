// A request of the page as a curl line for a POSIX shell. Nobody's key is in it: the shell's own variable is named instead.

/** @import { ApiRequest } from './search-request.js' */

/** The key as a variable of the shell: a line that is copied holds no secret. */
export const keyOption = '-H "Authorization: Bearer $API_KEY"'

/**
 * @param {ApiRequest} request
 * @param {{ origin: string, hasKey: boolean }} service
 */
export function toCurl({ path, query = {}, json, files }, { origin, hasKey }) {
  const fields = Object.entries(query).filter(([, value]) => value !== undefined)
  const words = [`curl ${fields.length > 0 ? '-G ' : ''}${quote(origin + path)}`]
  if (hasKey) words.push(keyOption)
  for (const [name, value] of fields) words.push(`--data-urlencode ${quote(`${name}=${asText(value)}`)}`)
  if (files) {
    for (const { name } of files) words.push(`-F ${quote(`image=@"${name.replaceAll(/["\\]/g, '\\$&')}"`)}`)
    // --form-string, as -F gives a meaning to some characters of a value.
    for (const [name, value] of Object.entries(json ?? {})) {
      words.push(`--form-string ${quote(`${name}=${asText(value)}`)}`)
    }
  } else if (json) {
    words.push(`-H 'content-type: application/json'`, `-d ${quote(JSON.stringify(json))}`)
  }
  return words.join(' \\\n  ')
}

/**
 * As forms and addresses spell a value.
 *
 * @param {unknown} value
 */
export function asText(value) {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * One word for the shell, whatever is in it.
 *
 * @param {string} text
 */
function quote(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
