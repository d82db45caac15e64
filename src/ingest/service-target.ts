// Ingest through a running service, over HTTP: the way into a store that another process owns. Sends the bytes; a service
// over the same library sees that the file lies there already and writes nothing. Its sibling is catalog-target.ts.
import type { FileFacts } from '../image-catalog.ts'
import { type Answer, connectToService, type ServiceClient, type ServiceClientOptions } from '../service-client.ts'
import type { AddedAs, IngestTarget, TargetOptions } from './ingest-target.ts'

export type ServiceTargetOptions = TargetOptions & ServiceClientOptions

/** As the service answers. */
type PrunePage = { checked: number; missing: { relative_path: string }[]; next_cursor: string | null }

/** Resolves to the way through the service. Errors: those of `connectToService`. */
export async function createServiceTarget(options: ServiceTargetOptions): Promise<IngestTarget> {
  const service = await connectToService(options)
  return {
    async compareFiles(files, { signal }) {
      const answer = await service.sendJson('images/compare', { files: files.map(toWireFacts) }, signal)
      // A service of an older version does not know the question.
      if (answer.status === 404 || answer.status === 405) return { unchanged: new Set(), changed: new Set() }
      if (answer.status !== 200) throw service.toError(answer)
      const { unchanged, changed } = answer.body as { unchanged: string[]; changed: string[] }
      return { unchanged: new Set(unchanged), changed: new Set(changed) }
    },
    async forgetMissing({ pathPrefix, cursor, isDryRun }, { signal }) {
      const filter = pathPrefix === '' ? {} : { filter: { path_prefix: pathPrefix } }
      const request = { dry_run: isDryRun, ...filter, ...(cursor === null ? {} : { cursor }) }
      const answer = await service.sendJson('images/prune', request, signal)
      if (answer.status !== 200) throw service.toError(answer)
      const { checked, missing, next_cursor } = answer.body as PrunePage
      return { checked, missing: missing.map(({ relative_path }) => relative_path), cursor: next_cursor }
    },
    async add({ relativePath, bytes }, { signal }) {
      // Never `overwrite`: a file of the service's library is not replaced by what another folder holds at its path.
      const query = new URLSearchParams({ relative_path: relativePath, restore: String(options.restore) })
      const headers = { 'content-type': 'application/octet-stream' }
      const init = { method: 'POST', headers, body: bytes as Uint8Array<ArrayBuffer> }
      return readStatus(service, await service.send(`images?${query}`, init, signal))
    },
    // Each answer came once its picture was searchable.
    finish: async () => {},
  }
}

function toWireFacts({ relativePath, sizeBytes, fileModifiedAt }: FileFacts) {
  return { relative_path: relativePath, size_bytes: sizeBytes, file_modified_at: fileModifiedAt }
}

function readStatus(service: ServiceClient, answer: Answer): AddedAs {
  const { results } = (answer.body ?? {}) as { results?: { status: AddedAs }[] }
  const status = answer.status < 300 ? results?.[0]?.status : undefined
  if (status === undefined) throw service.toError(answer)
  return status
}
