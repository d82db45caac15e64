// POST /images/compare: which files of the library are stored as they are, so that whoever adds a folder again sends only the others.
import type { FastifyInstance } from 'fastify'
import type { ImageCatalog } from '../../image-catalog.ts'
import { FileComparison, FileComparisonResult } from '../schemas/compare-files.ts'
import { bodyCodes, problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { stopwatch } from '../stopwatch.ts'
import { fromFileFacts } from '../wire-map.ts'

export async function compareFilesRoutes(app: FastifyInstance, { catalog }: { catalog: ImageCatalog }): Promise<void> {
  app.route({
    method: 'POST',
    url: '/images/compare',
    schema: {
      operationId: 'compareFiles',
      tags: ['images'],
      summary: 'Find the files that are stored as they are',
      description:
        'A file whose size and time of modification are those that were recorded with its vector need not be sent again. Changes nothing.',
      body: { content: { 'application/json': { schema: ref(FileComparison) } } },
      response: {
        200: { description: 'The files that need not be sent.', ...ref(FileComparisonResult) },
        ...problems(...bodyCodes),
      },
    },
    handler: async (request): Promise<FileComparisonResult> => {
      const elapsedMs = stopwatch()
      const { files } = request.body as FileComparison
      const { unchanged, changed } = await catalog.compareFiles(files.map(fromFileFacts))
      return { took_ms: elapsedMs(), unchanged: [...unchanged], changed: [...changed] }
    },
  })
}
