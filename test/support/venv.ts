// Where the tests' own Python environment lies. scripts/pretest.ts fills it; needs.ts finds Schemathesis in it, and
// elasticsearch/find-java.ts a Java.
import { fileURLToPath } from 'node:url'

export const venvFolder = fileURLToPath(new URL('../../.venv', import.meta.url))
