import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import t from 'tap'
import { builtinSource } from '../../../src/embedder/models.ts'
import { createEmbedder } from '../../../src/embedder/pool.ts'
import { embedderOptions } from '../../support/embedder-options.ts'
import { scene } from './pictures.ts'

/** The niceness of every thread of this process with a name like this. */
function nicenessOf(name: RegExp): number[] {
  const threads = readdirSync('/proc/self/task')
  return threads
    .filter((thread) => name.test(readFileSync(`/proc/self/task/${thread}/comm`, 'utf8')))
    .map((thread) => getPriority(Number(thread)))
}

const isLinux = process.platform === 'linux'

t.test(
  'decoding goes behind the event loop',
  { skip: !isLinux && 'priorities of threads are a thing of Linux' },
  async (t) => {
    const embedder = await createEmbedder({ ...embedderOptions, model: builtinSource })
    t.teardown(() => embedder.close())
    await embedder.embedImage(await scene(800, 600).jpeg().toBuffer())
    for (const name of [/^libuv-worker/, /^libvips worker/]) {
      const found = nicenessOf(name)
      t.ok(found.length > 0, `${found.length} of ${name}`)
      t.ok(
        found.every((niceness) => niceness === 10),
        found.join(),
      )
    }
    t.equal(getPriority(process.pid), 0, 'the event loop stays as it was')
  },
)
