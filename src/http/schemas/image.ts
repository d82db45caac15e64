// Wire schemas of the stored image: what clients read, and the metadata they may give or change.
import { type Static, Type } from 'typebox'
import { AttributeChanges, Attributes, AttributeValues } from './attributes.ts'
import { nullable, ref } from './ref.ts'
import { hitRanks } from './search-mode.ts'

/** Words that are, or may become, routes below /images; an id must not hide one. */
export const reservedImageIds = [
  'duplicates',
  'import',
  'export',
  'facets',
  'search',
  'batch',
  'stats',
  'jobs',
  'compare',
  'prune',
  'update',
  'delete',
]

export const imageIdPattern = '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'

export const ImageId = Type.String({
  $id: 'ImageId',
  pattern: imageIdPattern,
  maxLength: 128,
  description: 'The id of an image: the client’s own, or made from the path.',
  examples: ['IMG_4032'],
})

export const RelativePath = Type.String({
  $id: 'RelativePath',
  minLength: 1,
  maxLength: 1024,
  description: 'Where the picture lies below the library root, with `/` between the names.',
  examples: ['phone/IMG_4032.jpeg'],
})

export const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 128, pattern: '\\S' }), {
  $id: 'Tags',
  maxItems: 64,
  uniqueItems: true,
  description: 'Words of the client’s own.',
  examples: [['holiday', 'sea']],
})

export const Location = Type.Object(
  {
    lat: Type.Number({ format: 'double', minimum: -90, maximum: 90, description: 'Degrees north.' }),
    lon: Type.Number({ format: 'double', minimum: -180, maximum: 180, description: 'Degrees east.' }),
  },
  { $id: 'Location', additionalProperties: false, examples: [{ lat: 52.52, lon: 13.405 }] },
)

const imageName = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: '\\S',
  description: 'The name that people see; that of the file where none is given.',
  examples: ['IMG_4032.jpeg'],
})
export const Caption = Type.String({
  $id: 'Caption',
  minLength: 1,
  maxLength: 2000,
  pattern: '\\S',
  description: 'Words about the picture, which searches by words find.',
  examples: ['Evening by the harbour'],
})
const takenAt = Type.String({
  format: 'date-time',
  description: 'When the picture was taken (RFC 3339; kept in UTC).',
  examples: ['2024-05-17T18:03:00Z'],
})

/** What a client may say about a picture that it adds. */
export const ImageMetadata = Type.Object(
  {
    image_id: Type.Optional(ref(ImageId)),
    image_name: Type.Optional(imageName),
    relative_path: Type.Optional(ref(RelativePath)),
    tags: Type.Optional(ref(Tags)),
    caption: Type.Optional(ref(Caption)),
    attributes: Type.Optional(ref(AttributeValues)),
    taken_at: Type.Optional(takenAt),
    location: Type.Optional(ref(Location)),
  },
  { $id: 'ImageMetadata', additionalProperties: false },
)
export type ImageMetadata = Static<typeof ImageMetadata>

/** What a client may change about a stored image; null clears a value. */
export const ImagePatch = Type.Object(
  {
    image_name: Type.Optional(imageName),
    tags: Type.Optional(ref(Tags)),
    caption: Type.Optional(nullable(ref(Caption))),
    attributes: Type.Optional(ref(AttributeChanges)),
    taken_at: Type.Optional(nullable(takenAt)),
    location: Type.Optional(nullable(ref(Location))),
  },
  { $id: 'ImagePatch', additionalProperties: false, minProperties: 1, examples: [{ tags: ['holiday', 'sea'] }] },
)
export type ImagePatch = Static<typeof ImagePatch>

export const ImageLinks = Type.Object(
  {
    self: Type.String({ description: 'The record.' }),
    content: Type.String({ description: 'The original file.' }),
    thumbnail: Type.String({ description: 'A small WebP picture.' }),
    similar: Type.String({ description: 'Pictures like this one.' }),
  },
  { $id: 'ImageLinks', additionalProperties: false, description: 'Addresses relative to the service’s root.' },
)

export const imageFormats = ['jpeg', 'png', 'webp', 'avif', 'heic', 'gif', 'tiff'] as const

export const ImageFormat = Type.Enum([...imageFormats], {
  $id: 'ImageFormat',
  type: 'string',
  description: 'The format of a picture file.',
})

export const ThumbnailSize = Type.Enum(['small', 'medium', 'large'], {
  $id: 'ThumbnailSize',
  type: 'string',
  default: 'small',
  description:
    'The longer side has at most 256 (small), 512 (medium) or 1024 (large) pixels; pictures are never enlarged.',
})

export const imageFields = {
  image_id: ref(ImageId),
  image_name: Type.String(),
  relative_path: Type.String(),
  tags: Type.Array(Type.String()),
  caption: nullable(Type.String()),
  attributes: ref(Attributes),
  taken_at: nullable(Type.String({ format: 'date-time' })),
  location: nullable(ref(Location)),
  camera: nullable(
    Type.String({ description: 'Maker and model, as the file tells them.', examples: ['Apple iPhone 15'] }),
  ),
  added_at: nullable(Type.String({ format: 'date-time' })),
  updated_at: nullable(Type.String({ format: 'date-time' })),
  width: nullable(Type.Integer({ minimum: 1, description: 'Pixels, after EXIF orientation.' })),
  height: nullable(Type.Integer({ minimum: 1, description: 'Pixels, after EXIF orientation.' })),
  format: nullable(ref(ImageFormat)),
  size_bytes: nullable(Type.Integer({ format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  file_modified_at: nullable(
    Type.String({
      format: 'date-time',
      description:
        'When the file was last modified, as it was when its vector was made; null where that is not known yet.',
    }),
  ),
  content_sha256: nullable(Type.String({ pattern: '^[0-9a-f]{64}$' })),
}

export const Image = Type.Object(
  { ...imageFields, links: ref(ImageLinks) },
  {
    $id: 'Image',
    additionalProperties: false,
    description:
      'A stored image. What is null below `camera` is unknown: of a document that somebody else wrote into the index.',
  },
)
export type Image = Static<typeof Image>

/** The fields of an image that `fields` may name, in the order of the documents. */
export const imageFieldNames = Object.keys(imageFields) as (keyof typeof imageFields)[]

export const duplicateIdsMax = 100

export const Contribution = Type.Object(
  {
    similarity: Type.Number({
      format: 'double',
      description: 'Cosine similarity of the part’s and the picture’s vectors.',
    }),
    contribution: Type.Number({
      format: 'double',
      description: 'What the part gives to the score; those of all parts add up to it.',
    }),
  },
  { $id: 'Contribution', additionalProperties: false },
)

export const FoldedHits = Type.Object(
  {
    count: Type.Integer({ minimum: 0 }),
    image_ids: Type.Array(ref(ImageId), { maxItems: duplicateIdsMax, description: 'The best of them.' }),
  },
  {
    $id: 'FoldedHits',
    additionalProperties: false,
    description: 'Of a collapsed search: what was folded into this hit.',
  },
)

/** An image by its names, where nothing else of it is told. */
export const ImageRef = Type.Object(
  { image_id: ref(ImageId), relative_path: Type.String() },
  { $id: 'ImageRef', additionalProperties: false, description: 'An image by its id and its path.' },
)

export const Hit = Type.Object(
  {
    ...Type.Partial(Type.Object(imageFields)).properties,
    image_id: ref(ImageId),
    score: Type.Number({
      format: 'double',
      minimum: -1,
      maximum: 1,
      description: 'Cosine similarity of the query’s and the picture’s vectors; higher is better.',
    }),
    ...hitRanks,
    image_embedding: Type.Optional(
      Type.Array(Type.Number({ format: 'float' }), {
        description: 'The picture’s vector; only when `fields` names it.',
      }),
    ),
    duplicates: Type.Optional(ref(FoldedHits)),
    contributions: Type.Optional(
      Type.Array(ref(Contribution), { description: 'Of an explained search, in the order of its parts.' }),
    ),
    links: ref(ImageLinks),
  },
  { $id: 'Hit', additionalProperties: false, description: 'An image found, with its score.' },
)
export type Hit = Static<typeof Hit>

/** By the name of a field, with a `-` before it for the opposite direction. */
export const ImageOrder = Type.Enum(
  ['image_id', '-image_id', 'image_name', '-image_name', 'taken_at', '-taken_at', 'added_at', '-added_at'],
  {
    $id: 'ImageOrder',
    type: 'string',
    default: 'image_id',
    description:
      'With `-` from the last to the first, such as `-taken_at` for the newest first. Images whose value is not known come last.',
  },
)
export type ImageOrder = Static<typeof ImageOrder>

export const ImagePage = Type.Object(
  {
    images: Type.Array(ref(Image)),
    total: Type.Integer({ minimum: 0, description: 'How many images match, on all pages.' }),
    next_cursor: nullable(Type.String({ description: 'Pass it as `cursor` for the next page; null on the last.' })),
  },
  { $id: 'ImagePage', additionalProperties: false },
)
export type ImagePage = Static<typeof ImagePage>
