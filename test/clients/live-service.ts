// A real service for the clients' tests: with a key, attributes, some sample photos, and an account of which operations succeeded.
// The account is read from the service's own metrics, so that it holds for a client in any language.
import type { Test } from 'tap'
import { readContract } from '../openapi/contract.ts'
import { parseExposition } from '../support/exposition.ts'
import { operationsOf } from '../support/openapi-document.ts'
import { addSamplePhotos } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

export const photos = [
  'food/coffee-cup.jpg',
  'food/citrus-slices.jpg',
  'food/fig-in-red-bowl.jpg',
  'space/rocket-launch.jpg',
]

const attributes = { album: 'keyword', rating: 'number', printed: 'boolean' } as const

export type LiveService = {
  url: string
  apiKey: string
  /** The operationIds of the contract that no client has called with success, sorted. To be asked once, as asking is a call. */
  uncalledOperations(): Promise<string[]>
}

export async function startLiveService(t: Test, env: Record<string, string> = {}): Promise<LiveService> {
  const apiKey = 'a-key-for-the-clients-tests'
  const { url } = await startService(t, { attributes, env: { API_KEYS: apiKey, ...env } })
  await addSamplePhotos(url, photos, { key: apiKey, metadata: { tags: ['sample'] } })
  const before = await readSuccesses(url, apiKey)
  // The reading itself is counted when it has been answered.
  before.set('GET /metrics', (before.get('GET /metrics') ?? 0) + 1)

  async function uncalledOperations(): Promise<string[]> {
    const after = await readSuccesses(url, apiKey)
    return operationsOf(await readContract('openapi.yaml'))
      .filter(({ method, path }) => {
        const route = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`
        return (after.get(route) ?? 0) <= (before.get(route) ?? 0)
      })
      .map(({ operationId }) => operationId)
      .sort()
  }

  return { url, apiKey, uncalledOperations }
}

/** How many requests each route has answered with success. */
async function readSuccesses(url: string, apiKey: string): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${apiKey}` } })
  const samples = parseExposition(await response.text()).flatMap((family) => family.samples)
  const counts = new Map<string, number>()
  for (const { name, labels, value } of samples) {
    if (name !== 'http_request_duration_seconds_count' || Number(labels.status) >= 400) continue
    const route = `${labels.method} ${labels.route}`
    counts.set(route, (counts.get(route) ?? 0) + value)
  }
  return counts
}
