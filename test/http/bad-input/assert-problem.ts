// What holds for every problem on the wire, whatever went wrong: its form, and that it tells nothing internal.
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { Test } from 'tap'
import { type ErrorCode, errorCatalogue } from '../../../src/errors.ts'
import { OpenaiError, Problem, ProblemPlace } from '../../../src/http/schemas/problem.ts'
import type { Answer } from '../../support/exchange.ts'

const bytesMax = 4096
const internals = /sharp|vips|sqlite|onnx|node_modules|busboy|ajv|fastify|\bat \S+:\d+|\.[jt]s\b|ENOENT|EACCES|errno/i

const ajv = new Ajv()
addFormats.default(ajv)
for (const schema of [OpenaiError, ProblemPlace]) ajv.addSchema(schema)
const isProblem = ajv.compile(Problem)

/** `folders` are those of the service, which no answer may name. */
export function assertProblem(t: Test, answer: Answer, { name, folders }: { name: string; folders: string[] }): void {
  const { status, headers, bytes } = answer
  const text = bytes.toString()
  t.equal(headers['content-type'], 'application/problem+json', `${name}: a problem`)
  const problem = JSON.parse(text) as Problem
  t.ok(isProblem(problem), `${name}: ${JSON.stringify(isProblem.errors)}`)
  const entry = errorCatalogue[problem.code as ErrorCode]
  const { title, type } = problem
  t.strictSame(
    { title, type, status: problem.status, sent: status },
    {
      title: entry?.title,
      type: `/problems/${problem.code}`,
      status: entry?.status,
      sent: entry?.status,
    },
  )
  t.ok(status < 500, `${name}: the client’s fault`)
  // Requests that are hardly HTTP never become one that has an id in its headers.
  const id = headers['x-request-id']
  if (id !== undefined) t.equal(problem.instance, `urn:uuid:${id}`, `${name}: the request’s id`)
  t.ok(bytes.length <= bytesMax, `${name}: ${bytes.length} bytes`)
  t.notMatch(text, internals, `${name}: nothing internal`)
  t.notOk(
    [...folders, process.cwd()].some((folder) => text.includes(folder)),
    `${name}: no path`,
  )
}
