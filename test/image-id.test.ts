// Ids made from paths.
import { createHash } from 'node:crypto'
import { test } from 'tap'
import { imageIdPattern } from '../src/http/schemas/image.ts'
import { deriveImageId } from '../src/image-id.ts'

const hashOf = (path: string) => createHash('sha256').update(path).digest('hex').slice(0, 12)

const stems: [path: string, stem: string][] = [
  ['IMG_4032.jpeg', 'IMG_4032'],
  ['phone/IMG_4032.jpeg', 'IMG_4032'],
  ['a.b/archive.tar.gz', 'archive.tar'],
  ['no-ending', 'no-ending'],
  ['two  words & more.jpg', 'two-words-more'],
  ['Bär über Größe.png', 'Bar-uber-Gro-e'],
  ['_DSC001.jpg', 'DSC001'],
  ['--x--.jpg', 'x'],
  ['写真.jpg', 'image'],
  ['.jpg', 'jpg'],
  ['🦊.webp', 'image'],
  ['ﬁle.jpg', 'file'],
]

for (const [path, stem] of stems) {
  test(`the id of "${path}" is ${stem} and the hash of the path`, async (t) => {
    t.equal(deriveImageId(path), `${stem}-${hashOf(path)}`)
  })
}

test('an id fits the pattern of ids whatever the path', async (t) => {
  const characters = ['a', 'Z', '9', '.', '-', '_', ' ', '/', 'ä', '写', '🦊', '\u0301', '%', '+']
  for (let seed = 0; seed < 500; seed++) {
    const length = 1 + (seed % 40) * (seed % 7)
    const path = Array.from(
      { length },
      (_, i) => characters[(seed * 31 + i * (seed % 13) + i) % characters.length],
    ).join('')
    t.match(deriveImageId(path), new RegExp(imageIdPattern), JSON.stringify(path))
  }
  t.match(deriveImageId(`${'x'.repeat(250)}.jpg`), /^x{100}-[0-9a-f]{12}$/, 'a long name is cut')
})

test('the same name in two folders has two ids, the same path has one', async (t) => {
  t.not(deriveImageId('a/x.jpg'), deriveImageId('b/x.jpg'))
  t.equal(deriveImageId('a/x.jpg'), deriveImageId('a/x.jpg'))
})
