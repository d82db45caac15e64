// Wire schema of a document that comes, or goes, with its vector: a line of an import or an export.
import { type Static, Type } from 'typebox'
import { AttributeValues } from './attributes.ts'
import { Caption, ImageId, imageFields, Location, RelativePath, Tags } from './image.ts'
import { nullable, ref } from './ref.ts'

const time = nullable(Type.String({ format: 'date-time' }))

export const FileOrigin = Type.Enum(['upload', 'ingest'], {
  $id: 'FileOrigin',
  type: 'string',
  description: 'Whether the service wrote the file, and removes it with the image.',
})

export const DocumentVector = Type.Union(
  [
    Type.Array(Type.Number({ format: 'float' }), { minItems: 1, maxItems: 4096 }),
    Type.String({ minLength: 4, maxLength: 24_000, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  ],
  {
    $id: 'DocumentVector',
    description: 'A vector: numbers, or little-endian float32 in base64. It need not be of unit length.',
  },
)

/** The known form, and whatever else is known of an image. */
export const ImageDocument = Type.Object(
  {
    image_id: ref(ImageId),
    relative_path: ref(RelativePath),
    image_embedding: ref(DocumentVector),
    image_name: Type.Optional(Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })),
    tags: Type.Optional(ref(Tags)),
    caption: Type.Optional(nullable(ref(Caption))),
    attributes: Type.Optional(ref(AttributeValues)),
    taken_at: Type.Optional(time),
    location: Type.Optional(nullable(ref(Location))),
    camera: Type.Optional(nullable(Type.String({ maxLength: 255 }))),
    added_at: Type.Optional(time),
    updated_at: Type.Optional(time),
    width: Type.Optional(imageFields.width),
    height: Type.Optional(imageFields.height),
    format: Type.Optional(imageFields.format),
    size_bytes: Type.Optional(imageFields.size_bytes),
    file_modified_at: Type.Optional(time),
    content_sha256: Type.Optional(imageFields.content_sha256),
    origin: Type.Optional(ref(FileOrigin)),
  },
  {
    $id: 'ImageDocument',
    additionalProperties: false,
    description: 'A stored image with its vector. All but id, path and vector may be left out.',
  },
)
export type ImageDocument = Static<typeof ImageDocument>

export const VectorSpace = Type.Object(
  {
    id: Type.String({ maxLength: 255 }),
    image_tower_sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    preprocessing: Type.String({ maxLength: 255 }),
    dims: Type.Integer({ minimum: 1, maximum: 4096 }),
  },
  { $id: 'VectorSpace', additionalProperties: false, description: 'What makes vectors comparable.' },
)

/** The first line of an export: what made the vectors of the lines that follow. */
export const DocumentsHeader = Type.Object(
  {
    format: Type.Literal('likeness-images'),
    version: Type.Integer({ minimum: 1, maximum: 1 }),
    space: ref(VectorSpace),
    exported_at: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { $id: 'DocumentsHeader', additionalProperties: false },
)
export type DocumentsHeader = Static<typeof DocumentsHeader>

export const ImportedDocument = Type.Union([ref(ImageDocument), ref(DocumentsHeader)], {
  $id: 'ImportedDocument',
  description: 'A line of an import: an image with its vector, or the header of an export.',
})
