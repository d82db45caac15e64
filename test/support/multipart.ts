// Multipart forms made by hand, right or broken, for exchange.ts.

/** A field, or a file where `fileName` is there. */
export type Part = {
  name: string
  value: string | Uint8Array
  fileName?: string
  type?: string
}

export const boundary = 'a-boundary-that-no-picture-holds'

export const formHeaders = { 'content-type': `multipart/form-data; boundary=${boundary}` }

/** The body of a form; `formHeaders` go with it. File names are written as they are. */
export function formBody(parts: readonly Part[]): Buffer {
  const chunks = parts.flatMap(({ name, value, fileName, type }) => [
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`,
    fileName === undefined ? '' : `; filename="${fileName}"`,
    type === undefined ? '' : `\r\ncontent-type: ${type}`,
    '\r\n\r\n',
    value,
    '\r\n',
  ])
  return Buffer.concat([...chunks, `--${boundary}--\r\n`].map((chunk) => Buffer.from(chunk)))
}

/** A complete request with a form, for `exchange`. */
export function form(path: string, parts: readonly Part[]) {
  return { method: 'POST', path, headers: formHeaders, body: formBody(parts) }
}
