// Names and paths that try to leave the library or to trick its readers. ../bad-input.test.ts sends each with a picture;
// test/fixtures/bad-input/names.json has the answers, and where the picture lies when it was taken.
import type { Exchange } from '../../support/exchange.ts'
import { form } from '../../support/multipart.ts'
import { solidJpeg } from '../../support/solid-pictures.ts'

/** Every picture has its own bytes, so that none is found unchanged. */
let colour = 0
async function picture(fileName: string): Promise<{ name: string; value: Buffer; fileName: string }> {
  colour += 1
  return { name: 'image', value: await solidJpeg(`#${colour.toString(16).padStart(6, '0')}`), fileName }
}

/** A picture for a path of the client's own. */
async function at(relativePath: string): Promise<Exchange> {
  const metadata = { name: 'metadata', value: JSON.stringify([{ relative_path: relativePath }]) }
  return form('/images', [metadata, await picture('any.jpg')])
}

/** A picture under a name of the client's own. */
async function called(fileName: string): Promise<Exchange> {
  return form('/images', [await picture(fileName)])
}

export const names: Record<string, Exchange> = {
  'a path with ..': await at('../../etc/passwd.jpg'),
  'a path with .. in its middle': await at('phone/../../passwd.jpg'),
  'a path of a dot': await at('.'),
  'an absolute path': await at('/etc/passwd.jpg'),
  'a path with a drive': await at('C:/pictures/cat.jpg'),
  'a path with backslashes': await at('..\\..\\cat.jpg'),
  'a path with NUL': await at('cat.jpg\u0000.png'),
  'a path with a line end': await at('cat\n.jpg'),
  'a path of half a surrogate pair': await at('cat\ud83d.jpg'),
  'a path with an empty segment': await at('phone//cat.jpg'),
  'a path that ends like a folder': await at('phone/'),
  'a path to a hidden file': await at('phone/.htaccess'),
  'a path like the service’s own temporary files': await at('.likeness-0'),
  'a path to a device': await at('phone/nul'),
  'a path to a device with an extension': await at('COM1.jpg'),
  'a path with a stream': await at('cat.jpg:stream'),
  'a path with a space at its end': await at('cat.jpg '),
  'a path of 300 characters': await at(`${'c'.repeat(296)}.jpg`),
  'a path of 1,100 characters': await at(`${'folder/'.repeat(160)}cat.jpg`),
  'a path of characters of four bytes': await at(`${'🐈'.repeat(64)}.jpg`),
  'a path with escapes, which are not undone': await at('%2e%2e/%2e%2e/cat%00.jpg'),
  'a path with marks of addresses': await at('#cat/100%?.jpg'),
  'a path that is not composed': await at('cafe\u0301/cat.jpg'),
  'a path without an extension': await at('cat'),
  'a path with another extension': await at('cat.html'),

  'a name with ..': await called('../../../etc/passwd.jpg'),
  'a name with backslashes': await called('..\\..\\windows\\cat.jpg'),
  'a name of dots': await called('...'),
  'an empty name': await called(''),
  'a name of a device': await called('NUL.jpg'),
  'a name of 300 characters': await called(`${'n'.repeat(296)}.jpg`),
  'a name of emoji': await called('🐈‍⬛ and 🐕.jpg'),
  'a name that turns its direction': await called('cat\u202egpj.exe'),
  'a name that is not composed': await called('cafe\u0301.jpg'),
  'a hidden name': await called('.htaccess'),
  'a name with marks of addresses': await called('50% of #1?.jpg'),
}
