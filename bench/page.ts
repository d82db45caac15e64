// `npm run bench:page`: how long a visitor of the search page waits, in a real Chromium on this machine, over the sample photos and the built-in
// model: from the last key press to the first hits and their pictures, with words that nobody searched for before, and on a first visit.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { readConfig } from '../src/config.ts'
import { startService } from '../src/service.ts'
import { launchBrowser } from '../test/support/browser.ts'
import { addAllSamplePhotos } from '../test/support/sample-photos.ts'
import { quantile } from './statistics.ts'

type Wait = { hits: number; pictures: number }
type Visit = { largest: number; shift: number }

const visits = 10

const folder = await mkdtemp(join(tmpdir(), 'likeness-bench-page-'))
const config = readConfig({
  PORT: '0',
  LOG_LEVEL: 'silent',
  DATA_DIR: join(folder, 'data'),
  IMAGES_DIR: join(folder, 'images'),
})
const service = await startService(config)
const browser = await launchBrowser()
try {
  await addAllSamplePhotos(service.url)
  const { texts } = JSON.parse(await readFile(new URL('../test/fixtures/judged-queries.json', import.meta.url), 'utf8'))
  const waits = await measureWaits(
    browser,
    texts.map(({ query }: { query: string }) => query),
  )
  print(
    'the last key press → first hits in the page',
    waits.map(({ hits }) => hits),
    'ms',
  )
  print(
    'the last key press → all pictures in sight shown',
    waits.map(({ pictures }) => pictures),
    'ms',
  )
  const first: Visit[] = []
  for (let i = 0; i < visits; i++) first.push(await measureVisit(browser))
  print(
    'a first visit → largest contentful paint',
    first.map(({ largest }) => largest),
    'ms',
  )
  print(
    'a first visit, cumulative layout shift',
    first.map(({ shift }) => shift),
    '',
  )
} finally {
  await browser.close()
  await service.close()
  await rm(folder, { recursive: true })
}

async function measureWaits(browser: Browser, queries: string[]): Promise<Wait[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(service.url)
  await page.locator('#tries button').first().waitFor()
  const waits: Wait[] = []
  for (const query of queries) {
    await page.getByLabel('Search with words').fill('')
    await page.getByRole('heading', { name: 'Pictures', exact: true }).waitFor()
    await page.waitForTimeout(300)
    const wait = page.evaluate(waitForHits, `“${query}”`)
    await page.getByLabel('Search with words').pressSequentially(query, { delay: 30 })
    waits.push(await wait)
  }
  await page.close()
  return waits
}

/** Runs in the page: resolves with the milliseconds from the last key press until the heading says so and its tiles are there. */
function waitForHits(title: string): Promise<Wait> {
  return new Promise((resolve) => {
    let pressedMs = 0
    let hits = 0
    const onKey = (event: KeyboardEvent) => {
      pressedMs = event.timeStamp
    }
    addEventListener('keydown', onKey, true)
    const look = () => {
      const isThere = document.querySelector('#heading')?.textContent === title
      if (isThere && hits === 0) hits = performance.now() - pressedMs
      const pictures = [...document.querySelectorAll<HTMLImageElement>('.tile img')]
      const inSight = pictures.filter((picture) => picture.getBoundingClientRect().top < innerHeight)
      if (!isThere || !inSight.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)) {
        requestAnimationFrame(look)
        return
      }
      removeEventListener('keydown', onKey, true)
      resolve({ hits, pictures: performance.now() - pressedMs })
    }
    look()
  })
}

async function measureVisit(browser: Browser): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page: Page = await context.newPage()
  await page.goto(service.url)
  await page.locator('#tries img').first().waitFor()
  await page.waitForLoadState('networkidle')
  const visit = await page.evaluate(readVitals)
  await context.close()
  return visit
}

/** Runs in the page. */
function readVitals(): Promise<Visit> {
  const read = (type: string) =>
    new Promise<PerformanceEntry[]>((resolve) => {
      const entries: PerformanceEntry[] = []
      new PerformanceObserver((list) => entries.push(...list.getEntries())).observe({ type, buffered: true })
      setTimeout(() => resolve(entries), 500)
    })
  return Promise.all([read('largest-contentful-paint'), read('layout-shift')]).then(([paints, shifts]) => ({
    largest: paints.at(-1)?.startTime ?? 0,
    shift: shifts.reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0),
  }))
}

function print(what: string, values: number[], unit: string): void {
  const digits = unit === '' ? 3 : 0
  const [half, most, all] = [0.5, 0.95, 1].map((q) => quantile(values, q).toFixed(digits))
  console.log(`${what}: median ${half}, 95 % ${most}, most ${all} ${unit} (${values.length})`.replace('  ', ' '))
}
