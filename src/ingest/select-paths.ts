// Which files of the library are meant, by patterns as shells and .gitignore files have them. cli/ingest.ts makes it of its options.
import type { Selection } from '../library/library.ts'
import { compilePathPattern } from './path-pattern.ts'

export type PathPatterns = {
  /** Only files that match one of these; all where there is none. */
  include: readonly string[]
  /** No file that matches one of these, and nothing below a folder that does. */
  exclude: readonly string[]
}

/**
 * `*` and `?` stay within a name, `**` goes across folders, `{a,b}` and `[a-z]` as usual. A pattern without `/` means a name anywhere, one
 * with it a path from the library's root. Letters count in either case, as extensions are written in both.
 */
export function selectPaths({ include, exclude }: PathPatterns): Selection {
  const isIncluded = include.length === 0 ? () => true : compile(include)
  const isExcluded = exclude.length === 0 ? () => false : compile(exclude)
  return {
    takesFile: (path) => isIncluded(path) && !isExcluded(path),
    entersFolder: (path) => !isExcluded(path),
  }
}

function compile(patterns: readonly string[]): (path: string) => boolean {
  const matchers = patterns.map((pattern) => {
    // A folder's pattern may end with `/`; one of nothing else means the root.
    const path = pattern
      .normalize('NFC')
      .replace(/\/$/, '')
      .replace(/^\.(?=\/|$)/, '')
    const matches = compilePathPattern(path.replace(/^\//, '') || '**')
    const isName = path !== '' && !path.includes('/')
    return isName ? (whole: string) => matches(whole.slice(whole.lastIndexOf('/') + 1)) : matches
  })
  return (path) => matchers.some((matches) => matches(path))
}
