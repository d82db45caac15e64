// Opens a store in a process of its own and tells how long that took and what it holds in memory; measure-start.ts forks it.
import { performance } from 'node:perf_hooks'
import { openLibraryStore } from './library.ts'

const [folder = ''] = process.argv.slice(2)
const before = process.memoryUsage().rss
const startMs = performance.now()
const store = await openLibraryStore(folder)
const openMs = performance.now() - startMs
global.gc?.()
process.send!({ openMs, bytes: process.memoryUsage().rss - before })
await store.close()
