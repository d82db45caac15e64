// /problems/<code>: the page that a problem's `type` leads to, in plain HTML.
import type { FastifyInstance } from 'fastify'
import { createError, type ErrorCode, errorCatalogue } from '../../errors.ts'

export async function problemRoutes(app: FastifyInstance): Promise<void> {
  app.route({
    method: 'GET',
    url: '/problems/:code',
    config: { open: true },
    schema: { hide: true },
    handler: async (request, reply) => {
      const { code } = request.params as { code: string }
      if (!Object.hasOwn(errorCatalogue, code))
        throw createError('ROUTE_NOT_FOUND', 'There is no problem of this name.')
      return reply.type('text/html; charset=utf-8').send(renderProblem(code as ErrorCode))
    },
  })
}

/** The catalogue is our own text, but it is escaped all the same: backticks and angle brackets stand in it. */
function renderProblem(code: ErrorCode): string {
  const { status, title, advice } = errorCatalogue[code]
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/page/styles/style.css">
<link rel="stylesheet" href="/page/styles/page.css">
<main>
<h1>${escapeHtml(title)}</h1>
<p><code>${code}</code>, HTTP status ${status}</p>
<p>${escapeHtml(advice)}</p>
</main>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
