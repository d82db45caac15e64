// From a number to a request: where it goes and what it carries. The load generator sends it; distinct-jpeg.ts and distinct-words.ts
// make its content its own.
import { readFileSync } from 'node:fs'
import { distinctJpeg } from './distinct-jpeg.ts'
import { distinctWords } from './distinct-words.ts'
import type { Sending } from './load-job.ts'

export type PreparedRequest = {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string | number>
  /** The body in pieces. */
  body: Buffer[]
}

const boundary = 'a-boundary-that-no-picture-holds'
const hitsWanted = 10

/** Reads the files at once, so that sending reads none. */
export function createRequestMaker(sending: Sending): (i: number) => PreparedRequest {
  const pictures = sending.files.map((path) => readFileSync(path))
  const numberOf = (i: number) => sending.firstNumber + (sending.isSame ? 0 : i)
  const pictureOf = (number: number) => distinctJpeg(pictures[number % pictures.length]!, number)
  const post = (path: string, body: Buffer[], type = 'image/jpeg'): PreparedRequest => {
    const length = body.reduce((sum, piece) => sum + piece.length, 0)
    return { method: 'POST', path, headers: { 'content-type': type, 'content-length': length }, body }
  }
  switch (sending.kind) {
    case 'vectorize':
      return (i) => post('/vectorize', pictureOf(numberOf(i)))
    case 'search-picture':
      return (i) => post(`/search/image?k=${hitsWanted}`, pictureOf(numberOf(i)))
    case 'search-words':
      return (i) => {
        const words = encodeURIComponent(distinctWords(numberOf(i)))
        return { method: 'GET', path: `/search/text?k=${hitsWanted}&q=${words}`, headers: {}, body: [] }
      }
    case 'upload': {
      const count = sending.picturesPerRequest ?? 1
      return (i) => {
        const parts = Array.from({ length: count }, (_, j) => {
          const number = numberOf(i * count + j)
          return [Buffer.from(fileHead(`bench-${number}.jpg`)), ...pictureOf(number), Buffer.from('\r\n')]
        })
        const body = [...parts.flat(), Buffer.from(`--${boundary}--\r\n`)]
        return post('/images', body, `multipart/form-data; boundary=${boundary}`)
      }
    }
  }
}

function fileHead(name: string): string {
  return (
    `--${boundary}\r\ncontent-disposition: form-data; name="image"; filename="${name}"\r\n` +
    'content-type: image/jpeg\r\n\r\n'
  )
}

/** What is wrong with the answer to a request of the kind, or null. */
export function findAnswerFault(kind: Sending['kind'], status: number, text: string): string | null {
  if (status !== 200 && status !== 201) return `${kind} was answered with ${status}: ${text.slice(0, 300)}`
  const answer = JSON.parse(text) as Record<string, unknown>
  const isRight = {
    vectorize: () => isVector(answer.vector) || isVector((answer.vectors as { vector: unknown }[])[0]?.vector),
    'search-picture': () => Array.isArray(answer.hits),
    'search-words': () => Array.isArray(answer.hits),
    upload: () => (answer.results as { status: string }[]).every((result) => result.status === 'created'),
  }[kind]()
  return isRight ? null : `${kind} was answered with ${text.slice(0, 300)}`
}

function isVector(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((number) => Number.isFinite(number))
}
