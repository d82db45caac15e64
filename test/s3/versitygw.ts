// The S3-compatible server of the tests, versitygw: its pinned version, and where it lies. s3-server.ts starts it; scripts/pretest.ts
// installs it.
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const version = 'v1.8.0'
export const versitygwModule = `github.com/versity/versitygw/cmd/versitygw@${version}`
/** A folder for each version, so that a new one is not taken for the old. */
export const versitygwFolder = fileURLToPath(new URL(`../../.s3/${version}`, import.meta.url))

/** The executable; undefined where it is missing. */
export function findVersitygw(): string | undefined {
  return globSync(`${versitygwFolder}/versitygw`)[0]
}
