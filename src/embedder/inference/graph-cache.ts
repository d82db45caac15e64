// Graphs as the runtime optimised them, kept on disk: a later start loads what the first one worked out. Disposable; open-session.ts
// asks for it. Made for one processor and one version of the runtime, which are part of a file's name.
import { createHash } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { arch, cpus } from 'node:os'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'

export type GraphCache = {
  /** The optimised graph's path; null when there is none yet. */
  find(): Promise<string | null>
  /** `make` writes the optimised graph to the path that it gets. Where it lies then; null where that cannot be done. */
  fill(make: (path: string) => Promise<void>): Promise<string | null>
  /** Forgets a graph that cannot be used. */
  drop(): Promise<void>
}

/** `sha256` is that of the graph's own file. */
export function createGraphCache(folder: string, sha256: string, runtimeVersion: string): GraphCache {
  const place = [sha256, runtimeVersion, arch(), cpus()[0]?.model ?? ''].join('\n')
  const path = join(folder, `${createHash('sha256').update(place).digest('hex')}.onnx`)
  const drop = (file: string) => rm(file, { force: true }).catch(() => {})
  return {
    async find() {
      const found = await stat(path).catch(() => null)
      return found?.isFile() ? path : null
    },
    async fill(make) {
      // Of one thread of one process: several may start at once.
      const temporary = `${path}.${process.pid}-${threadId}`
      try {
        await mkdir(folder, { recursive: true })
        await make(temporary)
        await rename(temporary, path)
        return path
      } catch {
        await drop(temporary)
        return null
      }
    },
    drop: () => drop(path),
  }
}
