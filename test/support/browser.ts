// A real Chromium for the tests of the page: started with an empty profile, ended with the test, and no fault of a page
// goes unnoticed. needs.ts finds the executable.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Test } from 'tap'
import { requireNeed } from './needs.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** For tap's option `skip`: a reason where LIKENESS_SKIP names the browser, else false. */
export const skipWithoutBrowser = requireNeed('browser').skip

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: requireNeed('browser').path, headless: true, args: flags })
}

export async function startBrowser(t: Test): Promise<Browser> {
  const browser = await launchBrowser()
  t.teardown(() => browser.close())
  return browser
}

export type Visit = BrowserContextOptions & {
  /** Errors in the console that belong to the test: the browser logs every answer of 4xx as one. */
  expected?: RegExp
  /** Called before the page loads, for scripts and routes. */
  prepare?: (page: Page) => Promise<unknown>
}

/**
 * Opens `url` as a new visitor and acts. Fails on anything the browser complains about: a blocked script or style (CSP), an
 * exception, an error in the console.
 */
export async function visit(
  t: Test,
  { browser, url, expected, prepare, ...options }: Visit & { browser: Browser; url: string },
  act: (page: Page) => Promise<unknown>,
): Promise<void> {
  const context = await browser.newContext(options)
  const complaints: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' && !expected?.test(message.text())) complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
  try {
    const page = await context.newPage()
    await prepare?.(page)
    await page.goto(url)
    await act(page)
  } finally {
    await context.close()
  }
  t.strictSame(complaints, [], 'the browser has nothing to complain about')
}
