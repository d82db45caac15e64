// A folder of odd and hostile files, pictures and others, ingested as a person does it: every file answers for itself in the report, which
// is compared with a golden one line by line. UPDATE_GOLDENS=1 writes it anew; look at the difference before it is committed.
import { spawnSync } from 'node:child_process'
import { mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { test } from 'tap'
import { makePlace, runCli } from '../cli/run-command.ts'
import { oddImages } from '../support/odd-images.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'

const golden = new URL('../fixtures/odd-folder/report.ndjson', import.meta.url)

type ReportLine = { relative_path: string; outcome: string; code?: string; detail?: string }

const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
const coffee = await readSamplePhoto('food/coffee-cup.jpg')
const phone = await readFile(new URL('../fixtures/heic/phone.heic', import.meta.url))
const turned = await readFile(new URL('../fixtures/heic/turned.heic', import.meta.url))

/** Files that are odd by their place, name or neighbours; the pictures are those of the catalogue. */
const files: Record<string, Buffer | string> = {
  '.hidden.jpg': cat,
  '.trash/cat.jpg': cat,
  'copies/cat.jpg': cat,
  'copies/the same cat.jpg': cat,
  'exports/CAT.JPG': cat,
  'exports/no-extension': coffee,
  'exports/.nomedia': '',
  'live/IMG_0001.HEIC': phone,
  'live/IMG_0001.MOV': 'a film of three seconds',
  'live/IMG_0002.jpg': coffee,
  'live/IMG_0002.mp4': 'a film of three seconds',
  'live/IMG_0003.mov': 'a film of its own',
  'names/ space .jpg': coffee,
  'names/quote\'"`$(id).jpg': coffee,
  'names/emoji 🐈.jpg': coffee,
  'names/中文.jpg': coffee,
  [`names/${'n'.repeat(251)}.jpg`]: coffee,
  'names/..jpg': coffee,
  'names/a\\b.jpg': coffee,
  'names/con.jpg': coffee,
  'names/new\nline.jpg': coffee,
  [`names/decomposed ${'é'.normalize('NFD')}.jpg`]: coffee,
  'raw/DSC_1.NEF': 'raw data',
  'raw/DSC_1.JPG': cat,
  'raw/DSC_2.CR3': 'raw data of which there is no picture',
  'raw/DSC_1.xmp': '<x:xmpmeta/>',
  'sidecars/IMG_0004.heic': turned,
  'sidecars/IMG_0004.aae': '<plist/>',
  'sidecars/Thumbs.db': 'a cache',
  'sidecars/notes.txt': 'notes',
}

async function fillFolder(imagesDir: string): Promise<void> {
  for (const { name, bytes } of oddImages) await put(join(imagesDir, 'pictures', name), await bytes())
  for (const [path, bytes] of Object.entries(files)) await put(join(imagesDir, path), bytes)
  await put(Buffer.concat([Buffer.from(`${imagesDir}/names/`), Buffer.from([0xff, 0xfe]), Buffer.from('.jpg')]), coffee)
  // Sparse: larger than what is taken, and no room on the disk.
  await put(join(imagesDir, 'special/large.jpg'), cat)
  await truncate(join(imagesDir, 'special/large.jpg'), 33 * 1024 * 1024)
  const links = {
    'inside.jpg': '../copies/cat.jpg',
    'outside.jpg': '/etc/hostname',
    'nowhere.jpg': 'gone.jpg',
    loop: '..',
  }
  await mkdir(join(imagesDir, 'links'))
  for (const [name, target] of Object.entries(links)) await symlink(target, join(imagesDir, 'links', name))
  await mkdir(join(imagesDir, 'special/folder.jpg'), { recursive: true })
  spawnSync('mkfifo', [join(imagesDir, 'special/pipe.jpg')])
}

async function put(path: string | Buffer, bytes: Buffer | string): Promise<void> {
  await mkdir(dirname(path.toString('latin1' as never)), { recursive: true })
  await writeFile(path, bytes)
}

const parse = (text: string): ReportLine[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

test('a folder of odd and hostile files gives exactly the expected report', async (t) => {
  const place = await makePlace(t)
  await fillFolder(place.imagesDir)
  // A socket among the files, as a program may leave it.
  const server = createServer().listen(join(place.imagesDir, 'special/socket.jpg'))
  t.teardown(() => server.close())
  const report = join(place.folder, 'report.ndjson')
  const { code, stdout } = await runCli(t, ['ingest', '--json', '--report', report], place)
  const byPath = (a: ReportLine, b: ReportLine) => (a.relative_path < b.relative_path ? -1 : 1)
  const lines = parse(await readFile(report, 'utf8')).sort(byPath)
  if (process.env.UPDATE_GOLDENS) await writeFile(golden, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

  t.strictSame(lines, parse(await readFile(golden, 'utf8')))
  t.ok(lines.length >= 60)
  t.equal(code, 1, 'some files failed')
  const summary = JSON.parse(stdout)
  const count = (outcome: string) => lines.filter((line) => line.outcome === outcome).length
  for (const outcome of ['created', 'moved', 'skipped', 'failed']) t.equal(summary[outcome], count(outcome), outcome)
  for (const { detail } of lines) t.notMatch(detail ?? '', place.folder, 'no path of this machine')

  // Not by the golden file alone: the catalogue says what each picture deserves.
  const outcomes = new Map(lines.map((line) => [line.relative_path, line.code ?? 'ok']))
  for (const { name, expected } of oddImages) t.equal(outcomes.get(`pictures/${name}`), expected, name)
})
