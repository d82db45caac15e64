// A row of the model table for the tests of the pull, its files on a hub double, and a folder to pull into.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { clipModels } from '../../src/embedder/clip-models.ts'
import type { ModelRow } from '../../src/embedder/pack/model-row.ts'
import type { Patience } from '../../src/model-hub/download-file.ts'
import type { PulledFile } from '../../src/model-hub/find-file.ts'
import { type PullOptions, pullModel } from '../../src/model-hub/pull-model.ts'
import { sha256Of } from '../embedder/pack/packs.ts'
import { type HubDouble, startHubDouble } from '../support/hub-double.ts'
import { noise } from '../support/image-surgery.ts'

export const content = {
  'image.onnx': noise(300_000),
  'text.onnx': noise(200_000, 7),
  'tokenizer.json': Buffer.from('{"a": "tokenizer"}'),
}

/** As the table's first row, with the hashes of `content`; the tokenizer's is not known beforehand. */
export const row: ModelRow = {
  ...clipModels[0]!,
  name: 'test-model',
  files: clipModels[0]!.files.map((file) => ({
    ...file,
    aboutBytes: content[file.file as keyof typeof content].length,
    sha256: file.file === 'tokenizer.json' ? undefined : sha256Of(content[file.file as keyof typeof content]),
  })),
}

export function pathOf(file: keyof typeof content): string {
  const { repo, revision, path } = row.files.find((one) => one.file === file)!
  return `/${repo}/resolve/${revision}/${path}`
}

/** No pauses, as the tests count attempts and do not wait. */
export const patience: Patience = { attemptsMax: 4, pauseMs: 1, stallMs: 200 }

export type PullPlace = {
  hub: HubDouble
  modelsDir: string
  folder: string
  pull(changes?: Partial<PullOptions>): Promise<PulledFile[]>
}

/** A hub that has every file of the row, and a fresh folder; both go with the test. */
export async function makePullPlace(t: Test): Promise<PullPlace> {
  const modelsDir = await mkdtemp(join(tmpdir(), 'likeness-models-'))
  t.teardown(() => rm(modelsDir, { recursive: true, force: true }))
  const hub = await startHubDouble(t)
  for (const [file, bytes] of Object.entries(content)) hub.put(pathOf(file as keyof typeof content), bytes)
  return {
    hub,
    modelsDir,
    folder: join(modelsDir, row.name),
    pull: (changes = {}) =>
      pullModel({ row, modelsDir, text: true, hub: { url: hub.url, token: null }, patience, ...changes }),
  }
}
