// Conditions and ranges: which answer each set of headers gets, as RFC 9110 has it.
import { test } from 'tap'
import { type ConditionHeaders, chooseRange, evaluateConditions } from '../../src/http/conditions.ts'

const validators = { etag: 'W/"a5-18b"', 'last-modified': 'Wed, 02 Sep 2026 10:00:00 GMT' }
const before = 'Wed, 02 Sep 2026 09:59:59 GMT'
const same = validators['last-modified']
const after = 'Wed, 02 Sep 2026 10:00:01 GMT'

test('conditions decide whether a file is sent', async (t) => {
  const cases: [ConditionHeaders, ReturnType<typeof evaluateConditions>][] = [
    [{}, 'send'],
    [{ 'if-none-match': 'W/"a5-18b"' }, 'not modified'],
    [{ 'if-none-match': '"a5-18b"' }, 'not modified'],
    [{ 'if-none-match': '"x", W/"a5-18b"' }, 'not modified'],
    [{ 'if-none-match': '*' }, 'not modified'],
    [{ 'if-none-match': '"x"' }, 'send'],
    // As fetch sends it.
    [{ 'if-none-match': 'W/"a5-18b"', 'cache-control': 'no-cache' } as ConditionHeaders, 'not modified'],
    [{ 'if-modified-since': before }, 'send'],
    [{ 'if-modified-since': same }, 'not modified'],
    [{ 'if-modified-since': after }, 'not modified'],
    [{ 'if-modified-since': 'yesterday' }, 'send'],
    // The tag counts where both are given.
    [{ 'if-none-match': '"x"', 'if-modified-since': after }, 'send'],
    [{ 'if-match': '"x"' }, 'failed'],
    [{ 'if-match': '*' }, 'send'],
    [{ 'if-match': '"x", "a5-18b"' }, 'send'],
    [{ 'if-match': 'W/"a5-18b"' }, 'send'],
    [{ 'if-unmodified-since': before }, 'failed'],
    [{ 'if-unmodified-since': same }, 'send'],
    [{ 'if-unmodified-since': 'yesterday' }, 'send'],
    [{ 'if-match': '"a5-18b"', 'if-unmodified-since': before }, 'send'],
    [{ 'if-match': '"x"', 'if-none-match': 'W/"a5-18b"' }, 'failed'],
  ]
  for (const [headers, verdict] of cases) {
    t.equal(evaluateConditions(headers, validators), verdict, JSON.stringify(headers))
  }
})

test('a range names a part of the file, or nothing of it', async (t) => {
  const cases: [string, ReturnType<typeof chooseRange>][] = [
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=100-', 'none'],
    ['bytes=100-200', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=9-0', 'none'],
    ['bytes=a-b', 'none'],
    ['bytes=', 'none'],
    // Whole, as several parts would be another kind of answer.
    ['bytes=0-1,4-5', null],
    ['lines=0-9', null],
    // One part together, or the one that there is.
    ['bytes=0-4,5-9', { start: 0, end: 9 }],
    ['bytes=3-9,0-4', { start: 0, end: 9 }],
    ['bytes=0-9,100-200', { start: 0, end: 9 }],
  ]
  for (const [range, part] of cases) t.same(chooseRange({ range }, validators, 100), part, range)
  t.equal(chooseRange({}, validators, 100), null)
  t.equal(chooseRange({ range: 'bytes=0-' }, validators, 0), 'none', 'an empty file has no first byte')
  t.equal(chooseRange({ range: 'bytes=-5' }, validators, 0), null)
})

test('If-Range asks for the part of the same file alone', async (t) => {
  const part = { start: 0, end: 9 }
  const cases: [string, typeof part | null][] = [
    ['W/"a5-18b"', part],
    ['"x"', null],
    [same, part],
    [after, part],
    [before, null],
    ['yesterday', null],
  ]
  for (const [ifRange, range] of cases) {
    t.same(chooseRange({ range: 'bytes=0-9', 'if-range': ifRange }, validators, 100), range, ifRange)
  }
})
