// Schemathesis against a fresh service with a few pictures in it; test/http/schemathesis.toml says what it may meet.
// needs.ts finds the program, scripts/pretest.ts installs it.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const httpTestsFolder = fileURLToPath(new URL('../http/', import.meta.url))

export type SchemathesisOptions = {
  url: string
  /** Requests an operation and phase. */
  examplesMax: number
  seed: number
  /** Tries filters within filters in every place that takes a filter, not only in one of each kind: more than twice the cases. */
  hasAllFilters?: boolean
  /** All where they are left out. */
  phases?: string[]
  /** For a service with keys. */
  apiKey?: string
  onOutput?: (text: string) => void
}

/** Runs the phases with all checks. Resolves to the exit code, 0 where nothing was found, and what was printed. */
export async function runSchemathesis(
  path: string,
  { url, examplesMax, seed, hasAllFilters = false, phases, apiKey, onOutput }: SchemathesisOptions,
): Promise<{ code: number; output: string }> {
  // It keeps notes of its own in the folder that it runs in.
  const folder = await mkdtemp(join(tmpdir(), 'likeness-schemathesis-'))
  const options = [`--seed=${seed}`, `--max-examples=${examplesMax}`, '--checks=all']
  if (phases !== undefined) options.push(`--phases=${phases.join(',')}`)
  if (apiKey !== undefined) options.push(`--header=Authorization:Bearer ${apiKey}`)
  const args = [
    '--no-color',
    `--config-file=${httpTestsFolder}schemathesis.toml`,
    'run',
    `${url}/openapi.json`,
    ...options,
  ]
  // tap asks programs for colours, which makes this one draw its progress.
  const { FORCE_COLOR: _forced, ...inherited } = process.env
  const env = {
    ...inherited,
    PYTHONPATH: httpTestsFolder,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONHASHSEED: '0',
    FILTERS_WITHIN_FILTERS: hasAllFilters ? 'everywhere' : 'sampled',
  }
  try {
    return await new Promise((resolve, reject) => {
      let output = ''
      const child = spawn(path, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
          onOutput?.(text)
        })
      }
      child.on('error', reject)
      child.on('close', (code) => resolve({ code: code ?? 1, output }))
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
