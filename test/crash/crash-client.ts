// The clients of the crash test: several connections that upload, overwrite, change and delete until the service is gone.
// Each request is noted in the tracked images before it is sent and again when it is answered.

import type { Image } from '../../src/http/schemas/image.ts'
import { deriveImageId } from '../../src/image-id.ts'
import { pick } from '../store/sample-images.ts'
import { type Answer, addImages, ask, json, raw } from '../support/client.ts'
import type { Random } from '../support/seeded-random.ts'
import { drawPicture, type State, sha256, type TrackedImage } from './tracked-images.ts'

export type CrashClient = {
  /** Sends requests one after the other until the connection breaks. Rejects where one is answered with a failure. */
  writeUntilGone(url: string, connection: number, random: Random, round: number): Promise<void>
  /** Sends again what was not answered, as a client would; resolves to how many requests that were. */
  repeatUnanswered(url: string): Promise<number>
  readonly images: readonly TrackedImage[]
  /** How many images were added, replaced, changed or deleted with an answer. */
  readonly acknowledgedCount: number
}

const batchSize = 8

/** `seed` makes the pictures; a service's folders see one client all their life. */
export function createCrashClient(seed: number): CrashClient {
  const images: TrackedImage[] = []
  let picturesDrawn = 0
  let acknowledgedCount = 0

  function newImage(connection: number, round: number): TrackedImage {
    const number = images.length
    const relativePath = `shelf-${number % 5}/image ${number}.png`
    // Every other image leaves its id to the service.
    const imageId = number % 2 === 0 ? `own-${number}` : deriveImageId(relativePath)
    const image: TrackedImage = { imageId, relativePath, connection, acknowledged: null, round }
    images.push(image)
    return image
  }

  async function newState(tag: string): Promise<{ state: State; bytes: Buffer }> {
    picturesDrawn += 1
    const picture = seed * 1_000_003 + picturesDrawn
    const bytes = await drawPicture(picture)
    return { state: { picture, tag, sha256: sha256(bytes) }, bytes }
  }

  /** Notes what is asked of the images, sends it, and notes the answer. */
  async function request(
    url: string,
    asked: readonly [TrackedImage, State | null][],
    round: number,
    send: (url: string) => Promise<void>,
  ): Promise<void> {
    for (const [image, state] of asked) {
      image.unanswered = { state, send }
      image.round = round
    }
    await send(url)
    for (const [image] of asked) acknowledge(image)
  }

  function acknowledge(image: TrackedImage): void {
    image.acknowledged = image.unanswered!.state
    image.unanswered = undefined
    acknowledgedCount += 1
  }

  async function upload(url: string, image: TrackedImage, round: number): Promise<void> {
    const { state, bytes } = await newState(`round-${round}`)
    const query = new URLSearchParams({ ...metadataOf(image), tags: state.tag, overwrite: 'true' })
    await request(url, [[image, state]], round, async (at) =>
      expectStored(await ask(`${at}/images?${query}`, raw(bytes, 'image/png'))),
    )
  }

  async function uploadBatch(url: string, connection: number, round: number): Promise<void> {
    const batch = await Promise.all(
      Array.from({ length: batchSize }, async () => ({
        image: newImage(connection, round),
        ...(await newState(`round-${round}`)),
      })),
    )
    const files = batch.map(({ bytes }) => ({ name: 'any.png', bytes }))
    const metadata = batch.map(({ image, state }) => ({ ...metadataOf(image), tags: [state.tag] }))
    await request(
      url,
      batch.map(({ image, state }) => [image, state]),
      round,
      async (at) => expectStored(await addImages(at, files, { metadata, overwrite: 'true' })),
    )
  }

  async function change(url: string, image: TrackedImage, tag: string, round: number): Promise<void> {
    const state = { ...image.acknowledged!, tag }
    await request(url, [[image, state]], round, async (at) => {
      const answer = await ask<Image>(`${at}/images/${image.imageId}`, json({ tags: [tag] }, 'PATCH'))
      if (answer.status !== 200) throw refused(answer)
    })
  }

  async function remove(url: string, image: TrackedImage, round: number): Promise<void> {
    await request(url, [[image, null]], round, async (at) => {
      const answer = await ask(`${at}/images/${image.imageId}`, { method: 'DELETE' })
      // Sent again, it may find the image gone already.
      if (answer.status !== 204 && answer.status !== 404) throw refused(answer)
    })
  }

  async function sendOne(url: string, connection: number, random: Random, round: number): Promise<void> {
    const known = images.filter((image) => image.connection === connection)
    const present = known.filter(({ acknowledged }) => acknowledged)
    const choice = random()
    if (choice < 0.3 || present.length === 0) return upload(url, newImage(connection, round), round)
    if (choice < 0.45) return uploadBatch(url, connection, round)
    // Among all, so that deleted ones come back too.
    if (choice < 0.7) return upload(url, pick(random, known), round)
    if (choice < 0.85) return change(url, pick(random, present), `changed-${round}-${acknowledgedCount}`, round)
    return remove(url, pick(random, present), round)
  }

  return {
    images,
    get acknowledgedCount() {
      return acknowledgedCount
    },
    async writeUntilGone(url, connection, random, round) {
      try {
        for (;;) await sendOne(url, connection, random, round)
      } catch (error) {
        // How fetch tells that the connection broke: with what happened to it as the cause.
        if (!(error instanceof TypeError && error.cause)) throw error
      }
    },
    async repeatUnanswered(url) {
      const unanswered = images.filter((image) => image.unanswered)
      const sends = new Set(unanswered.map((image) => image.unanswered!.send))
      for (const send of sends) await send(url)
      for (const image of unanswered) acknowledge(image)
      return sends.size
    },
  }
}

function metadataOf({ imageId, relativePath }: TrackedImage): { relative_path: string; image_id?: string } {
  return imageId.startsWith('own-')
    ? { image_id: imageId, relative_path: relativePath }
    : { relative_path: relativePath }
}

function expectStored(answer: Awaited<ReturnType<typeof addImages>>): void {
  const isStored = answer.status < 300 && answer.body.results.every(({ status }) => status !== 'failed')
  if (!isStored) throw refused(answer)
}

function refused({ status, body }: Answer<unknown>): Error {
  return new Error(`A request was refused with ${status}: ${JSON.stringify(body)}`)
}
