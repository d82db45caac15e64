// The limit that the service is compared with: onnxruntime alone on ready tensors, one thread, nothing else running.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { quantile } from './statistics.ts'

const pack = new URL('../models/builtin/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('model.json', pack), 'utf8'))
const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' } as const

/** Milliseconds of one run of each tower, the median of `runs`: a grey picture, and a text of `tokens` tokens. */
export async function measureBareTowers(runs: number, tokens: number): Promise<{ imageMs: number; textMs: number }> {
  const open = (file: string) => InferenceSession.create(fileURLToPath(new URL(file, pack)), options)
  const [image, text] = await Promise.all([open(manifest.image.file), open(manifest.text.file)])
  const { size } = manifest.image.preprocess
  const pixels = new Tensor('uint8', new Uint8Array(size * size * 3).fill(127), [1, size, size, 3])
  const ids = new Tensor('int64', new BigInt64Array(tokens).fill(1037n), [1, tokens])
  const mask = new Tensor('int64', new BigInt64Array(tokens).fill(1n), [1, tokens])
  const imageMs = await medianMs(runs, () => image.run({ [manifest.image.input]: pixels }))
  const textMs = await medianMs(runs, () =>
    text.run({ [manifest.text.inputs.ids]: ids, [manifest.text.inputs.mask]: mask }),
  )
  await Promise.all([image.release(), text.release()])
  return { imageMs, textMs }
}

async function medianMs(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = -5; i < runs; i++) {
    const start = performance.now()
    await work()
    if (i >= 0) times.push(performance.now() - start)
  }
  return quantile(times, 0.5)
}
