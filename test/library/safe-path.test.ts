// The rules for paths and file names, as tables of what is taken and what is refused.
import t from 'tap'
import { isLikenessError } from '../../src/errors.ts'
import { checkNewPath, checkRelativePath, safeFileName } from '../../src/library/safe-path.ts'

const nfd = 'Cafe\u0301/re\u0301sume\u0301.jpg'

const taken: [path: string, canonical?: string][] = [
  ['IMG_4032.jpeg'],
  ['phone/2025/08/IMG 4032 (1).jpeg'],
  ['日本/東京.png'],
  ['a..b/c...jpg'],
  ['~/home.jpg'],
  ['%2e%2e/literal.jpg'],
  ['🐈‍⬛.webp'],
  [nfd, 'Caf\u00e9/r\u00e9sum\u00e9.jpg'],
  [`${'é'.repeat(127)}x`],
]

const refused: [why: string, path: string][] = [
  ['empty', ''],
  ['absolute', '/etc/passwd'],
  ['a drive letter', 'C:/Windows/win.ini'],
  ['a drive letter without a slash', 'c:secret.jpg'],
  ['a backslash', 'a\\b.jpg'],
  ['a backslash that climbs', '..\\..\\b.jpg'],
  ['a network path', '\\\\server\\share\\b.jpg'],
  ['dot dot', '..'],
  ['dot dot before', '../a.jpg'],
  ['dot dot within', 'a/../../b.jpg'],
  ['dot dot at the end', 'a/..'],
  ['dot', './a.jpg'],
  ['dot within', 'a/./b.jpg'],
  ['an empty segment', 'a//b.jpg'],
  ['a slash at the end', 'a/'],
  ['a hidden file', 'a/.htaccess'],
  ['a hidden folder', '.git/config'],
  ['a temporary file of the service', 'a/.likeness-6f1c'],
  ['NUL', 'a.jpg\0.txt'],
  ['a line feed', 'a\nb.jpg'],
  ['DEL', 'a\u007f.jpg'],
  ['a C1 control character', 'a\u0085.jpg'],
  ['a lone high surrogate', 'a\ud800.jpg'],
  ['a lone low surrogate', '\udc00a.jpg'],
  ['a segment of 256 bytes', 'x'.repeat(256)],
  ['a segment of 128 two-byte letters', 'é'.repeat(128)],
  ['a path of 1,025 bytes', `${'a/'.repeat(512)}b`],
]

const refusedForWriting: [why: string, path: string][] = [
  ['a colon', 'Screenshot 12:30:22.png'],
  ['an NTFS stream', 'a.jpg:stream'],
  ['a wildcard', 'a*.jpg'],
  ['a question mark', 'a?.jpg'],
  ['a quote', 'a".jpg'],
  ['a pipe', 'a|b.jpg'],
  ['an angle bracket', '<a>.jpg'],
  ['a leading space', 'a/ b.jpg'],
  ['a trailing space', 'a.jpg '],
  ['a trailing no-break space', 'a.jpg\u00a0'],
  ['a folder with a trailing space', 'a /b.jpg'],
  ['a trailing dot', 'a.jpg.'],
  ['a folder with a trailing dot', 'Vol. 1./b.jpg'],
  ['CON', 'CON'],
  ['con with an extension', 'con.jpg'],
  ['nul with two extensions', 'a/Nul.tar.gz'],
  ['a device with a space before its extension', 'aux .jpg'],
  ['PRN as a folder', 'prn/a.jpg'],
  ['COM1', 'COM1.png'],
  ['COM with a superscript', 'com¹.png'],
  ['LPT9', 'lpt9'],
  ['CONIN$', 'CONIN$'],
]

function isPathInvalid(run: () => unknown): boolean {
  try {
    run()
    return false
  } catch (error) {
    return isLikenessError(error, 'PATH_INVALID')
  }
}

t.test('checkRelativePath returns the canonical form of a good path', async (t) => {
  for (const [path, canonical = path] of taken) t.equal(checkRelativePath(path), canonical, path)
})

t.test('checkRelativePath takes a path of exactly 1,024 bytes', async (t) => {
  const path = `${'a/'.repeat(511)}bc`
  t.equal(Buffer.byteLength(path), 1024)
  t.equal(checkRelativePath(path), path)
})

t.test('checkRelativePath refuses what could leave the root or is no stable name', async (t) => {
  for (const [why, path] of refused)
    t.ok(
      isPathInvalid(() => checkRelativePath(path)),
      why,
    )
})

t.test('checkNewPath refuses all of that too', async (t) => {
  for (const [why, path] of refused)
    t.ok(
      isPathInvalid(() => checkNewPath(path)),
      why,
    )
})

t.test('checkNewPath also refuses names that other systems cannot hold, which stay readable', async (t) => {
  for (const [why, path] of refusedForWriting) {
    t.ok(
      isPathInvalid(() => checkNewPath(path)),
      `${why} is not written`,
    )
    t.equal(checkRelativePath(path), path, `${why} is read`)
  }
})

t.test('checkNewPath takes names that only resemble devices', async (t) => {
  for (const path of ['console.jpg', 'com.jpg', 'com10.jpg', 'nullable/auxiliary.png', 'my con.jpg']) {
    t.equal(checkNewPath(path), path)
  }
})

const names: [given: string, safe: string][] = [
  ['IMG_4032.jpeg', 'IMG_4032.jpeg'],
  ['/etc/passwd', 'passwd'],
  ['..\\..\\Windows\\win.ini', 'win.ini'],
  ['C:\\Users\\me\\cat.jpg', 'cat.jpg'],
  ['a/b\\c/d.jpg', 'd.jpg'],
  ['', 'image'],
  ['...', 'image'],
  [' . . ', 'image'],
  ['folder/', 'image'],
  ['\0\u0001', 'image'],
  ['.htaccess', 'htaccess'],
  ['.likeness-6f1c', 'likeness-6f1c'],
  ['cat\0.jpg', 'cat.jpg'],
  ['cat.jpg\0.exe', 'cat.jpg.exe'],
  ['tab\tline\nend.jpg', 'tablineend.jpg'],
  ['two  spaces.jpg', 'two spaces.jpg'],
  ['Screenshot 12:30:22.png', 'Screenshot 12-30-22.png'],
  ['a<b>|c?.jpg', 'a-b--c-.jpg'],
  ['trailing.jpg. .', 'trailing.jpg'],
  ['CON', 'image-CON'],
  ['nul.jpg', 'image-nul.jpg'],
  ['gpj.\u202etac.jpg', 'gpj.tac.jpg'],
  ['re\u0301sume\u0301.jpg', 'r\u00e9sum\u00e9.jpg'],
  ['日本の写真.png', '日本の写真.png'],
  ['سگ\u200cها.jpg', 'سگ\u200cها.jpg'],
  ['lone \ud800.jpg', 'lone \ufffd.jpg'],
  [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(175)}.jpeg`],
  [`${'写'.repeat(100)}.jpg`, `${'写'.repeat(58)}.jpg`],
  [`a.${'x'.repeat(300)}`, `a.${'x'.repeat(178)}`],
]

t.test('safeFileName keeps what is safe of a client’s file name', async (t) => {
  for (const [given, safe] of names) t.equal(safeFileName(given), safe, JSON.stringify(given.slice(0, 40)))
})

t.test(
  'safeFileName makes of anything one segment that may be written, and leaves its own results alone',
  async (t) => {
    const alphabet = [
      ...'aZ9.. /\\:*?"<>|-_\0\n\t\u007f\u0085\u00a0\u3000e\u0301é写🐈\u202e\ufeff',
      '\ud800',
      '\udfff',
      'CON',
      'nul.',
      'x'.repeat(90),
    ]
    let state = 42
    const pick = () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return alphabet[(state >>> 16) % alphabet.length]!
    }
    const failures: string[] = []
    for (let i = 0; i < 20_000; i++) {
      const given = Array.from({ length: (i % 9) + 1 }, pick).join('')
      const safe = safeFileName(given)
      const isSegment = !safe.includes('/') && Buffer.byteLength(safe) <= 200
      if (
        isPathInvalid(() => checkNewPath(safe)) ||
        !isSegment ||
        checkNewPath(safe) !== safe ||
        safeFileName(safe) !== safe
      ) {
        failures.push(JSON.stringify([given, safe]))
      }
    }
    t.same(failures, [])
  },
)
