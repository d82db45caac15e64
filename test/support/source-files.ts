// Reads the files of src/ and finds what each imports, for the tests that hold the code to its rules:
// test/architecture.test.ts and test/errors.test.ts.

import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const sourceFolder = fileURLToPath(new URL('../../src/', import.meta.url))

/** `path` is relative to src/, with `/` between names. */
export type SourceFile = { path: string; source: string; imports: Import[] }
/**
 * What a file imports: `path` relative to src/ for a file of ours, else the name of a package.
 * `isType` is true where only types are taken, which leaves no trace when the code runs.
 */
export type Import = { path?: string; packageName?: string; isType: boolean }

export function readSourceFiles(): SourceFile[] {
  return globSync('**/*.{ts,js}', { cwd: sourceFolder })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => {
      const source = readFileSync(join(sourceFolder, path), 'utf8')
      return { path, source, imports: findImports(path, source) }
    })
}

// Biome's formatting makes these shapes the only ones: a statement starts its line and its quotes are single.
const statement = /^(?:import|export)\s+(type\s)?(?:[^'"`;()]*?\sfrom\s+)?'([^']+)'/gm
const dynamicImport = /\bimport\(\s*'([^']+)'/g
/** How worker threads name their file. */
const fileUrl = /\bnew URL\(\s*'(\.[^']+\.[jt]s)',\s*import\.meta\.url/g

/** Every import of the source of the file at `path`: statements, dynamic imports and files started as workers. */
export function findImports(path: string, source: string): Import[] {
  const statements = [...source.matchAll(statement)].map(([, type, target = '']) => ({ target, isType: Boolean(type) }))
  const others = [...source.matchAll(dynamicImport), ...source.matchAll(fileUrl)].map(([, target = '']) => ({
    target,
    isType: false,
  }))
  return [...statements, ...others].map(({ target, isType }) => ({ ...resolveTarget(path, target), isType }))
}

function resolveTarget(from: string, target: string): { path: string } | { packageName: string } {
  if (target.startsWith('.')) return { path: normalize(join(dirname(from), target)).replaceAll('\\', '/') }
  const parts = target.split('/')
  return { packageName: target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? target) }
}

/** The source without comments, for rules that look for a word. */
export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
