// Bad forms, by what is wrong with them. ../bad-input.test.ts sends them; test/fixtures/bad-input/forms.json has the answers.
import type { Exchange } from '../../support/exchange.ts'
import { boundary, form, formBody, formHeaders, type Part } from '../../support/multipart.ts'
import { readSamplePhoto } from '../../support/sample-photos.ts'

const photo = await readSamplePhoto('animals/chelsea-cat.jpg')
const image: Part = { name: 'image', value: photo, fileName: 'cat.jpg', type: 'image/jpeg' }
const whole = formBody([image])

const field = (name: string, value: string): Part => ({ name, value })
const times = (count: number, part: Part) => Array.from({ length: count }, () => part)
const images = (...parts: Part[]) => form('/images', parts)
const search = (...parts: Part[]) => form('/search/image', parts)
const vectorize = (...parts: Part[]) => form('/vectorize', parts)
const metadata = (value: unknown) => field('metadata', JSON.stringify(value))

function broken(body: string | Uint8Array, contentType = formHeaders['content-type']): Exchange {
  return { path: '/images', headers: { 'content-type': contentType }, body }
}

export const forms: Record<string, Exchange> = {
  'a form without a boundary': broken(whole, 'multipart/form-data'),
  'a form with another boundary than declared': broken(whole, 'multipart/form-data; boundary=another'),
  'a form cut short within its file': broken(whole.subarray(0, whole.length / 2)),
  'a form cut short before its last boundary': broken(whole.subarray(0, -boundary.length - 8)),
  'a form of nothing': broken(''),
  'a form without parts': broken(formBody([])),
  'a form that is noise': broken(Buffer.alloc(10_000, 0xa5)),
  'a multipart body that is no form': broken(whole, `multipart/mixed; boundary=${boundary}`),
  'a part without a name': broken(
    `--${boundary}\r\ncontent-disposition: form-data\r\n\r\nvalue\r\n--${boundary}--\r\n`,
  ),
  'a part without a header': broken(`--${boundary}\r\n\r\nvalue\r\n--${boundary}--\r\n`),
  'a part with 1 MB of headers': broken(
    `--${boundary}\r\nx-long: ${'h'.repeat(1_000_000)}\r\ncontent-disposition: form-data; name="image"\r\n\r\n\r\n--${boundary}--\r\n`,
  ),

  'a form without a picture': images(metadata([{ image_id: 'cat' }])),
  'a picture as a field': images(field('image', 'not a file')),
  'a picture as a JSON field': images({ name: 'image', value: '{"bytes":"AAAA"}', type: 'application/json' }),
  '65 pictures': images(...times(65, { ...image, value: 'x' })),
  '129 fields': vectorize(...times(129, field('text', 'a cat'))),
  'a picture of more bytes than allowed': images({ ...image, value: Buffer.alloc(1024 * 1024 + 1) }),
  'pictures of more bytes together than allowed': images(...times(3, { ...image, value: Buffer.alloc(1024 * 1024) })),
  'a field that the form does not have': images(image, field('colour', 'red')),
  'a field with a name of 10 kB': images(image, field('n'.repeat(10_000), 'red')),
  'a field that means the prototype': images(image, field('__proto__', 'red')),
  'metadata that is no JSON': images(image, field('metadata', '[{image_id:1}]')),
  'metadata that is declared JSON and is none': images(image, {
    name: 'metadata',
    value: '[{',
    type: 'application/json',
  }),
  'metadata of null': images(image, field('metadata', 'null')),
  'metadata of 300 kB': images(image, metadata([{ image_name: 'n'.repeat(300_000) }])),
  'metadata given twice, the first as a number': images(image, metadata(1), metadata({})),
  'metadata for more files than there are': images(image, metadata([{}, {}])),
  'metadata with a number as text': images(image, metadata([{ location: { lat: '52', lon: 13 } }])),
  'metadata that means the prototype': images(image, field('metadata', '[{"__proto__":{"image_id":"cat"}}]')),
  'an unknown field in metadata': images(image, image, metadata([{}, { colour: 'red' }])),
  'a malformed id': images(image, metadata([{ image_id: '-cat' }])),
  'an id of 129 characters': images(image, metadata([{ image_id: 'c'.repeat(129) }])),
  'an id that is a word of the service': images(image, metadata([{ image_id: 'search' }])),
  'an id that another picture has': images(image, metadata([{ image_id: 'IMG_4032' }])),
  'one id for two files': images(image, image, metadata([{ image_id: 'cat' }, { image_id: 'cat' }])),
  'one path for two files': images(image, image, metadata([{ relative_path: 'a.jpg' }, { relative_path: 'a.jpg' }])),
  'a path that holds another picture': images(image, metadata([{ relative_path: 'phone/IMG_4032.jpg' }])),
  'a path below a picture': images(image, metadata([{ relative_path: 'phone/IMG_4032.jpg/cat.jpg' }])),
  'overwrite=maybe': images(image, field('overwrite', 'maybe')),

  'a search with two pictures': search(image, image),
  'a search without a picture': search(field('k', '3')),
  'k in words': search(image, field('k', 'ten')),
  'k of 1e999': search(image, field('k', '1e999')),
  'k twice': search(image, field('k', '3'), field('k', '4')),
  'k as a file': search(image, { name: 'k', value: '3', fileName: 'k.txt' }),
  'a filter that is no JSON': search(image, field('filter', '{tags')),
  'a filter as a file': search(image, { name: 'filter', value: '{}', fileName: 'filter.json' }),
  'a filter with a number for text': search(image, field('filter', '{"path_prefix":7}')),
  'num_candidates below k': search(image, field('k', '5'), field('num_candidates', '4')),

  'texts and pictures of more than 64 together': vectorize(...times(64, field('text', 'a cat')), image),
  '65 texts': vectorize(...times(65, field('text', 'a cat'))),
  'a form with nothing to embed': vectorize(field('encoding_format', 'float')),
  'an empty text': vectorize(field('text', 'a cat'), field('text', '')),
  'a text of 10,001 characters': vectorize(field('text', 'c'.repeat(10_001))),
  'a text as a file': vectorize({ name: 'text', value: 'a cat', fileName: 'text.txt' }),
  'a form where none is taken': { ...form('/search/text', [field('query', 'a cat')]) },
}
