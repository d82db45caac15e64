// The measured service as a child process (bench/host.ts), on settings of its own: whatever this process's environment says of them
// is left out.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from '../../src/config.ts'
import type { HostQuestion, HostReport } from '../host.ts'
import { startChild } from './child-process.ts'
import { assertUncached, readCacheCounts } from './read-metrics.ts'
import { readStartFlags, readStartSettings } from './start-settings.ts'

export type MeasuredService = {
  url: string
  pid: number
  rssBytes(): Promise<number>
  /** Looks at the event loop while `work` goes on. */
  watch(work: () => Promise<unknown>): Promise<HostReport>
  /** Does the work, and throws where a cache had part in it. */
  uncached<Result>(work: () => Promise<Result>): Promise<Result>
  stop(): Promise<void>
}

/** The settings of a service in a fresh folder below `folder`, as `npm start` starts it; `env` adds to them or wins. */
export function serviceEnv(folder: string, env: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = new Set<string>(Object.values(settings).map(([variable]) => variable))
  const inherited = Object.entries(process.env).filter(([variable]) => !own.has(variable))
  const data = mkdtempSync(join(folder, 'service-'))
  const images = join(data, 'images')
  mkdirSync(images)
  return {
    ...Object.fromEntries(inherited),
    ...readStartSettings(),
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATA_DIR: join(data, 'data'),
    IMAGES_DIR: images,
    ...env,
  }
}

export async function startMeasuredService(folder: string, env: Record<string, string> = {}): Promise<MeasuredService> {
  const file = new URL('../host.ts', import.meta.url)
  const { child, ready } = await startChild<{ url: string }>(file, serviceEnv(folder, env), [
    ...process.execArgv,
    ...readStartFlags(),
  ])
  const { url } = ready
  const ask = (about: HostQuestion['about']) => child.ask<HostReport>({ about })
  return {
    url,
    pid: child.pid,
    rssBytes: async () => (await ask('rss')).rssBytes,
    async watch(work) {
      await ask('watch')
      await work()
      return ask('report')
    },
    async uncached(work) {
      const before = await readCacheCounts(url)
      const result = await work()
      assertUncached(before, await readCacheCounts(url))
      return result
    },
    stop: () => child.stop(),
  }
}
