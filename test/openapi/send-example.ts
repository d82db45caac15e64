// Sends an example request of the contract by fetch, as Postman's runner, editors and curl do in their ways.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  type ExampleRequest,
  type FormField,
  jobVariable,
  type RequestBody,
  searchOf,
} from '../../scripts/requests/example-requests.ts'

const repository = new URL('../../', import.meta.url)

/** `jobId` is that of a job which the service at `url` knows. */
export async function sendExample(url: string, request: ExampleRequest, jobId: string): Promise<Response> {
  const address = `${url}${request.path.replace(jobVariable, jobId)}${searchOf(request)}`
  return fetch(address, { method: request.method, ...(request.body && (await encodeBody(request.body))) })
}

async function encodeBody(body: RequestBody): Promise<RequestInit> {
  // The boundary is in the type that fetch gives the form.
  if (body.kind === 'form') return { body: await toForm(body.fields) }
  const content = body.kind === 'text' ? body.text : await readSample(body.path)
  return { headers: { 'content-type': body.type }, body: content }
}

/** Lists of JSON go once for each entry, as generated clients write them; the others who send examples write them whole. */
async function toForm(fields: FormField[]): Promise<FormData> {
  const form = new FormData()
  for (const field of fields) {
    if ('file' in field) form.append(field.name, new Blob([await readSample(field.file)]), basename(field.file))
    else if (field.isJson) {
      for (const one of [JSON.parse(field.value)].flat()) form.append(field.name, JSON.stringify(one))
    } else form.append(field.name, field.value)
  }
  return form
}

async function readSample(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(path, repository)))
}
