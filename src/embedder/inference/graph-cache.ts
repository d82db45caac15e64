// Graphs as the runtime optimised them, kept on disk with their weights laid out for this processor: sessions map that file instead of
// reading it, so that all of them, of this process and of others, share one copy. start-towers.ts asks for it, open-session.ts loads it.
// Disposable: made again where it is missing or damaged. optimise-graph.ts makes one, in a process of its own.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export type OriginalGraph = {
  path: string
  sha256: string
  /** Of an input that it takes, to try it with. */
  shape: readonly number[]
}

/** In a folder for each graph; the first one names the second, which holds the weights. */
export const optimisedFiles = { graph: 'graph.onnx', weights: 'weights.data' }

const program = fileURLToPath(new URL('./optimise-graph.ts', import.meta.url))
const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string }

/** A second for a tower of half a gigabyte; slow disks take longer. */
const optimiseMsMax = 120_000
const unusedMsMax = 30 * 24 * 3600 * 1000
const abandonedMsMax = 3600 * 1000

/** Where the optimised graph lies, which is made first where there is none. Rejects where that cannot be done. */
export async function findOptimised(folder: string, graph: OriginalGraph): Promise<string> {
  const name = nameOf(graph)
  const place = join(folder, name)
  const path = join(place, optimisedFiles.graph)
  if ((await stat(path).catch(() => null))?.isFile()) {
    // Its age since its last use, for `prune`. A folder that cannot be written to serves all the same.
    await utimes(place, new Date(), new Date()).catch(() => {})
    return path
  }
  await mkdir(folder, { recursive: true })
  await prune(folder, name)
  // Of this process alone: several may start at once.
  const temporary = `${place}.${process.pid}`
  try {
    await mkdir(temporary)
    await optimise(graph, temporary)
    await moveInto(temporary, place, path)
    return path
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function moveInto(temporary: string, place: string, path: string): Promise<void> {
  try {
    await rename(temporary, place)
  } catch {
    // Another process was quicker; or what lies there was half removed when somebody ended.
    if (await stat(path).catch(() => null)) return
    await rm(place, { recursive: true, force: true })
    await rename(temporary, place)
  }
}

/** Forgets a graph that cannot be used; the next start makes it again. */
export async function dropOptimised(path: string): Promise<void> {
  await rm(dirname(path), { recursive: true, force: true }).catch(() => {})
}

/** Made for one processor and one version of the runtime. */
function nameOf({ sha256 }: OriginalGraph): string {
  const made = ['shared weights', sha256, version, arch(), cpus()[0]?.model ?? ''].join('\n')
  return createHash('sha256').update(made).digest('hex')
}

/** In a process of its own, as this one would keep the memory that it takes: twice the graph's. */
async function optimise({ path, shape }: OriginalGraph, folder: string): Promise<void> {
  const options = { timeout: optimiseMsMax }
  await promisify(execFile)(process.execPath, [program, path, folder, JSON.stringify(shape)], options)
  for (const file of Object.values(optimisedFiles)) await flush(join(folder, file))
}

/** Written to the disk before it has its name: a crash of the machine leaves no graph with holes. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    // A graph may have no weights worth a file.
    if (error.code === 'ENOENT' && path.endsWith(optimisedFiles.weights)) return null
    throw error
  })
  await file?.sync().finally(() => file.close())
}

/** Removes what no start used for a month, as after a change of the model, and what an ended process left half done. */
async function prune(folder: string, wanted: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const isKnown = /^[0-9a-f]{64}(\.\d+|\.onnx)?$/.test(name)
    if (!isKnown || name === wanted) continue
    const place = join(folder, name)
    const { mtimeMs = Date.now() } = (await stat(place).catch(() => null)) ?? {}
    const ageMsMax = name.includes('.') ? abandonedMsMax : unusedMsMax
    if (Date.now() - mtimeMs > ageMsMax) await rm(place, { recursive: true, force: true }).catch(() => {})
  }
}
