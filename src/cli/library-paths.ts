// Turns the PATH arguments of a command into paths of the library, which may be a folder or object storage. ingest.ts uses it.
import { realpath } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { createError } from '../errors.ts'
import type { Library } from '../library/library.ts'

/**
 * The paths, relative to the library root, that the arguments name; '' is the root itself, and what no argument means. Of a path and
 * another below it, the upper one stays.
 *
 * In a folder an argument is an absolute path, or one relative to the working directory, as a shell completes it; where nothing of the
 * library lies there, it is taken as relative to the library root. In object storage it is relative to the root, or begins with its address;
 * whether anything lies there shows the walk.
 *
 * Errors: FILE_NOT_FOUND where nothing lies, PATH_INVALID for what lies outside of the root.
 */
export async function resolveLibraryPaths(
  pathArguments: readonly string[],
  { library, workingFolder }: { library: Pick<Library, 'root' | 'folder' | 'checkPath'>; workingFolder: string },
): Promise<string[]> {
  if (pathArguments.length === 0) return ['']
  if (library.folder === null) return withoutNested(pathArguments.map((argument) => pathInStorage(argument, library)))
  const realRoot = await realpath(library.folder)
  const paths: string[] = []
  for (const argument of pathArguments) paths.push(await resolveOne(argument, realRoot, workingFolder))
  return withoutNested(paths)
}

function pathInStorage(argument: string, { root, checkPath }: Pick<Library, 'root' | 'checkPath'>): string {
  const path = `${argument}/`.startsWith(`${root}/`) ? argument.slice(root.length + 1) : argument
  const trimmed = path.replace(/\/$/, '')
  return trimmed === '' || trimmed === '.' ? '' : checkPath(trimmed)
}

async function resolveOne(argument: string, realRoot: string, workingFolder: string): Promise<string> {
  const found = await findReal(resolve(workingFolder, argument))
  const inside = found === null ? null : pathInside(realRoot, found)
  if (inside !== null) return inside
  const foundInRoot = await findReal(resolve(realRoot, argument))
  const insideRoot = foundInRoot === null ? null : pathInside(realRoot, foundInRoot)
  if (insideRoot !== null) return insideRoot
  if (found === null && foundInRoot === null) {
    throw createError('FILE_NOT_FOUND', `There is no file or folder "${argument}".`)
  }
  throw createError(
    'PATH_INVALID',
    `"${argument}" lies outside of the library, whose root IMAGES_DIR names: ${realRoot}`,
  )
}

async function findReal(path: string): Promise<string | null> {
  return realpath(path).catch(() => null)
}

/** The path below the root with `/` between names, or null outside of it. */
function pathInside(realRoot: string, realPath: string): string | null {
  const path = relative(realRoot, realPath)
  // On Windows, a path on another drive stays absolute.
  if (path === '..' || path.startsWith(`..${sep}`) || resolve(path) === path) return null
  return path.split(sep).join('/')
}

function withoutNested(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)]
  return unique.filter(
    (path) => !unique.some((upper) => upper !== path && (upper === '' || path.startsWith(`${upper}/`))),
  )
}
