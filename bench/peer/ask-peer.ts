// A picture's vector over HTTP, from a peer or from the service: what the checks and trials beside this send.
import type { VectorizeResult } from '../../src/http/schemas/vectorize.ts'

type PeerAnswer = { vector: number[] }

/** Throws an Error with the answer when it is not 200. */
export async function askForVector(url: string, picture: Uint8Array<ArrayBuffer>): Promise<number[]> {
  const headers = { 'content-type': 'image/jpeg' }
  const response = await fetch(`${url}/vectorize`, { method: 'POST', headers, body: picture })
  if (!response.ok) throw new Error(`${response.status} from ${url}: ${await response.text()}`)
  const answer = (await response.json()) as PeerAnswer | VectorizeResult
  return 'vector' in answer ? answer.vector : (answer.vectors[0]!.vector as number[])
}
