import { test } from 'tap'
import { selectPaths } from '../../src/ingest/select-paths.ts'

const files = [
  'a.jpg',
  'B.JPG',
  'raw/c.jpg',
  'phone/raw/d.dng',
  'phone/2024/e.png',
  'phone/2024/Ärger.jpg',
  'phone/f.jpg',
]

/** As a walk goes: what lies in a folder that is not entered is not found. */
function find(patterns: { include?: string[]; exclude?: string[] }): string[] {
  const { takesFile, entersFolder } = selectPaths({ include: [], exclude: [], ...patterns })
  return files.filter((file) => {
    const names = file.split('/')
    const folders = names.slice(0, -1).map((_, i) => names.slice(0, i + 1).join('/'))
    return folders.every(entersFolder) && takesFile(file)
  })
}

test('patterns choose files and folders', async (t) => {
  t.same(find({}), files)
  t.same(find({ include: ['*.jpg'] }), ['a.jpg', 'B.JPG', 'raw/c.jpg', 'phone/2024/Ärger.jpg', 'phone/f.jpg'])
  t.same(find({ include: ['*.png', 'a.*'] }), ['a.jpg', 'phone/2024/e.png'])
  t.same(find({ include: ['phone/*'] }), ['phone/f.jpg'])
  t.same(find({ include: ['./phone/**'] }), files.slice(3))
  t.same(find({ include: ['phone/**/*.{png,dng}'] }), ['phone/raw/d.dng', 'phone/2024/e.png'])
  t.same(find({ include: ['ärger.jpg'.normalize('NFD')] }), ['phone/2024/Ärger.jpg'])
  for (const raw of ['raw', 'raw/', 'RAW']) {
    t.same(find({ exclude: [raw] }), ['a.jpg', 'B.JPG', 'phone/2024/e.png', 'phone/2024/Ärger.jpg', 'phone/f.jpg'], raw)
  }
  t.same(
    find({ exclude: ['phone/raw'] }),
    files.filter((file) => !file.startsWith('phone/raw/')),
  )
  t.same(find({ exclude: ['phone/**'] }), ['a.jpg', 'B.JPG', 'raw/c.jpg'])
  t.same(find({ include: ['*.jpg'], exclude: ['raw', 'B*'] }), ['a.jpg', 'phone/2024/Ärger.jpg', 'phone/f.jpg'])
  t.same(find({ include: ['[ab].jpg'] }), ['a.jpg', 'B.JPG'])
})
