// Holds the error catalogue (src/errors.ts), its page (docs/errors.md) and its use together.

import { readFileSync } from 'node:fs'
import { test } from 'tap'
import { createError, errorCatalogue, isLikenessError } from '../src/errors.ts'
import { readSourceFiles, withoutComments } from './support/source-files.ts'

const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (\d+) \| (.+?) \| (.+) \|$/gm)].map(
  ([, code = '', status, title = '', advice = '']) => ({ code, status: Number(status), title, advice }),
)
const entries = Object.entries(errorCatalogue).map(([code, entry]) => ({ code, ...entry }))

test('docs/errors.md has one row for each code of the catalogue, word for word, and no other', async (t) => {
  const byCode = (a: { code: string }, b: { code: string }) => a.code.localeCompare(b.code)
  t.same(rows.toSorted(byCode), entries.toSorted(byCode))
})

test('each code is used somewhere in src', async (t) => {
  const sources = readSourceFiles()
    .filter(({ path }) => path !== 'errors.ts')
    .map(({ source }) => withoutComments(source))
  const unused = entries.filter(({ code }) => !sources.some((source) => source.includes(`'${code}'`)))
  t.same(
    unused.map(({ code }) => code),
    [],
  )
})

test('each code has its own title, an error status, and advice in whole sentences', async (t) => {
  t.equal(new Set(entries.map(({ title }) => title)).size, entries.length)
  const faulty = entries.filter(({ code, status, title, advice }) => {
    const isSound = /^[A-Z][A-Z_]+$/.test(code) && status >= 400 && status <= 599 && Number.isInteger(status)
    return !isSound || /[.|\n]$/.test(title) || !/^[A-Z].*\.$/.test(advice) || advice.includes('|')
  })
  t.same(faulty, [])
})

test('an error keeps its code, faults, cause and time to wait', async (t) => {
  const cause = new Error('disk')
  const faults = [{ pointer: '/k', detail: 'must be at least 1' }]
  const error = createError('OVERLOADED', 'The queue is full.', { cause, faults, retryAfterS: 2 })
  t.match(error, { code: 'OVERLOADED', message: 'The queue is full.', cause, faults, retryAfterS: 2 })
  t.ok(error instanceof Error)
  t.ok(isLikenessError(error))
  t.ok(isLikenessError(error, 'OVERLOADED'))
  t.notOk(isLikenessError(error, 'INTERNAL'))
  t.notOk(isLikenessError(cause))
})
