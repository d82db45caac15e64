// Reads answers that come piece by piece: lines of JSON, and server-sent events.

/** The values of NDJSON, as they come. */
export async function* readJsonLines<T>(response: Response): AsyncGenerator<T> {
  for await (const line of readLines(response)) {
    if (line !== '') yield JSON.parse(line) as T
  }
}

/**
 * The events as `{ event, data }` with the data's JSON read, as they come; what is sent to keep the connection open is left out.
 * Errors: an Error where they cease without the event `end`, as those of a service that stops do.
 */
export async function* readEvents<T>(response: Response): AsyncGenerator<T> {
  let event = 'message'
  let last = ''
  let data: string[] = []
  for await (const line of readLines(response)) {
    if (line === '') {
      if (data.length > 0) {
        last = event
        yield { event, data: JSON.parse(data.join('\n')) } as T
      }
      event = 'message'
      data = []
      continue
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? []
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
  }
  if (last !== 'end')
    throw new Error('The events ceased before their end, as when the service stops. Follow them again.')
}

/** Ends the connection when the reader stops early. */
async function* readLines(response: Response): AsyncGenerator<string> {
  if (!response.body) return
  // A reader, as Safari's streams are no async iterables.
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      const lines = (rest + value).split(/\r?\n/)
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest !== '') yield rest
  } finally {
    await reader.cancel()
  }
}
