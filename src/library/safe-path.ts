// The rules for paths and file names below the library root; pure, touches no file.
// folder.ts and its parts check every path here; uploads get their default file name here.
import { createError, isLikenessError } from '../errors.ts'

const segmentBytesMax = 255
const pathBytesMax = 1024

/** Leaves room within `segmentBytesMax` for a suffix that tells two uploads of one name apart. */
const fileNameBytesMax = 180
const extensionCharsMax = 12

/** Names that Windows gives to devices, with any extension; a library must survive being copied there. */
const deviceName = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)/i
const reservedOnWindows = /[<>:"|?*]/
const control = /\p{Cc}/u

/** Invisible characters that make a name look like another: bidi overrides and isolates, byte order mark, line ends. */
const deceptive = /[\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/gu

/**
 * The canonical form (NFC, `/` between segments) of a path that a file below the root may have.
 *
 * Throws PATH_INVALID for what could leave the root or cannot be a stable name: empty, absolute or with a drive letter,
 * backslashes, control characters, lone surrogates, segments over 255 or paths over 1,024 bytes of UTF-8, empty segments,
 * and segments that begin with a dot: `.`, `..`, hidden files, and the service's own temporary files.
 */
export function checkRelativePath(path: string): string {
  if (!path.isWellFormed()) throw invalid('The path is not well-formed Unicode.')
  const canonical = path.normalize('NFC')
  if (canonical === '') throw invalid('The path is empty.')
  if (control.test(canonical)) throw invalid('The path holds a control character.')
  if (canonical.includes('\\')) throw invalid('The path holds a backslash; put "/" between folders.')
  if (/^([a-z]:|\/)/i.test(canonical)) throw invalid('The path is absolute; give it relative to the library root.')
  if (Buffer.byteLength(canonical) > pathBytesMax) throw invalid(`The path is longer than ${pathBytesMax} bytes.`)
  canonical.split('/').forEach(checkSegment)
  return canonical
}

/** What `checkRelativePath` says against the path; null where nothing. */
export function findPathFault(path: string): string | null {
  try {
    checkRelativePath(path)
    return null
  } catch (error) {
    if (isLikenessError(error)) return error.message
    throw error
  }
}

function checkSegment(segment: string): void {
  if (segment === '') throw invalid('The path has an empty segment.')
  if (segment.startsWith('.')) throw invalid('A segment of the path begins with a dot.')
  if (Buffer.byteLength(segment) > segmentBytesMax) {
    throw invalid(`A segment of the path is longer than ${segmentBytesMax} bytes.`)
  }
}

/**
 * `checkRelativePath` for a file that is to be written: also refuses names that other systems cannot hold, as libraries
 * are copied between them. Files that already have such names (a colon in a screenshot's time) stay readable.
 *
 * Throws PATH_INVALID, in addition, for Windows device names, characters reserved on Windows, a space at either end of a
 * segment and a dot at its end.
 */
export function checkNewPath(path: string): string {
  const canonical = checkRelativePath(path)
  for (const segment of canonical.split('/')) {
    if (reservedOnWindows.test(segment)) throw invalid('The path holds one of the characters < > : " | ? *')
    if (/^\s|[\s.]$/.test(segment)) {
      throw invalid('A segment of the path begins or ends with a space, or ends with a dot.')
    }
    if (deviceName.test(segment)) throw invalid('A segment of the path is the name of a device on Windows.')
  }
  return canonical
}

function invalid(detail: string) {
  return createError('PATH_INVALID', detail)
}

/**
 * A file name that `checkNewPath` takes, as close as can be to what a client called its file: folders and unsafe
 * characters are dropped, letters of every script stay, at most 180 bytes of UTF-8. `image` where nothing is left.
 */
export function safeFileName(name: string): string {
  const last = name.toWellFormed().split(/[\\/]/).at(-1)!
  const clean = last
    .replace(new RegExp(control, 'gu'), '')
    .replace(deceptive, '')
    .replace(new RegExp(reservedOnWindows, 'g'), '-')
    .replace(/\s+/gu, ' ')
    .normalize('NFC')
  const trimmed = trimName(clean)
  if (trimmed === '') return 'image'
  return trimName(shorten(deviceName.test(trimmed) ? `image-${trimmed}` : trimmed))
}

/** Without leading dots (hidden, `..`), trailing dots, and spaces at the ends. */
function trimName(name: string): string {
  return name.replace(/^[\s.]+|[\s.]+$/gu, '')
}

/** Cuts the stem, between characters, and keeps a plausible extension. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= fileNameBytesMax) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= extensionCharsMax ? name.slice(dot) : ''
  let bytesLeft = fileNameBytesMax - Buffer.byteLength(extension)
  let stem = ''
  for (const character of name.slice(0, name.length - extension.length)) {
    bytesLeft -= Buffer.byteLength(character)
    if (bytesLeft < 0) break
    stem += character
  }
  return trimName(stem) + extension
}
