// docs/search.md: each of its requests answers what it shows. TAP_SNAPSHOT=1 writes the answers anew.
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'tap'
import { fillCookbook } from './support/cookbook.ts'
import { addAllSamplePhotos } from './support/sample-photos.ts'
import { startService } from './support/service.ts'

test('the cookbook’s requests answer what it shows', async (t) => {
  const { url } = await startService(t, { attributes: { album: 'keyword', rating: 'number' } })
  await addAllSamplePhotos(url)
  const file = new URL('../docs/search.md', import.meta.url)
  const text = await readFile(file, 'utf8')
  const filled = await fillCookbook(url, text)
  if (process.env.TAP_SNAPSHOT === '1') await writeFile(file, filled)
  t.ok([...filled.matchAll(/```http/g)].length >= 17)
  t.equal(filled, text)
})
