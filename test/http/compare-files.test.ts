// Which files need not be sent again: by size and time, as they were recorded.
import { stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import type { FileComparisonResult } from '../../src/http/schemas/compare-files.ts'
import { addAt, ask, json } from '../support/client.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

test('files that are stored as they are', async (t) => {
  const { url, imagesDir } = await startService(t)
  const bytes = await solidJpeg('#102030')
  const path = join(imagesDir, 'Ärger.jpg')
  await writeFile(path, bytes)
  const modified = new Date('2024-05-17T18:03:00.123Z')
  await utimes(path, modified, modified)
  // The library has the file already: it is taken up as it lies there.
  t.match(await addAt(url, 'Ärger.jpg', bytes), { relative_path: 'Ärger.jpg' })
  t.equal((await stat(path)).mtimeMs, modified.getTime())
  const facts = { relative_path: 'Ärger.jpg', size_bytes: bytes.length, file_modified_at: '2024-05-17T18:03:00.123Z' }
  const compare = (files: unknown) => ask<FileComparisonResult>(`${url}/images/compare`, json({ files }))

  await t.test(
    'one of the recorded size and time is told, whatever zone and form of the name it is asked in',
    async (t) => {
      t.match(await compare([facts]), { status: 200, body: { unchanged: ['Ärger.jpg'] } })
      const elsewhere = {
        ...facts,
        relative_path: facts.relative_path.normalize('NFD'),
        file_modified_at: '2024-05-17T20:03:00.123+02:00',
      }
      t.strictSame((await compare([elsewhere])).body.unchanged, ['Ärger.jpg'])
      const { body } = await ask<{ images: object[] }>(`${url}/images`)
      t.match(body.images, [facts])
    },
  )

  await t.test('another size, another time, or no record: it is not', async (t) => {
    const others = [
      { ...facts, size_bytes: bytes.length + 1 },
      { ...facts, file_modified_at: '2024-05-17T18:03:00.124Z' },
      { ...facts, relative_path: 'nobody.jpg' },
      { ...facts, relative_path: '../outside.jpg' },
    ]
    for (const other of others) t.strictSame((await compare([other])).body.unchanged, [])
    t.strictSame((await compare([...others, facts])).body.unchanged, ['Ärger.jpg'])
  })

  await t.test('what is no question is refused with its place', async (t) => {
    for (const [files, pointer] of [
      [[], '/files'],
      [Array.from({ length: 1001 }, () => facts), '/files'],
      [[{ ...facts, size_bytes: -1 }], '/files/0/size_bytes'],
      [[{ ...facts, file_modified_at: 'yesterday' }], '/files/0/file_modified_at'],
      [[{ ...facts, relative_path: '' }], '/files/0/relative_path'],
      [[{ ...facts, more: 1 }], '/files/0'],
    ] as const) {
      const answer = await compare(files)
      t.match(answer, { status: 400, body: { code: 'VALIDATION_FAILED' } })
      t.match(JSON.stringify(answer.body), pointer)
    }
  })
})
