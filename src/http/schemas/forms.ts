// Wire schemas of multipart bodies: the same parameters as JSON, with pictures as files.
import { Type } from 'typebox'
import type { FormFile, FormShape } from '../form.ts'
import { ImageMetadata } from './image.ts'
import { QueryPart, queryText } from './query-parts.ts'
import { ref } from './ref.ts'
import { searchParameters, simpleParameters } from './search.ts'
import { modeParameter } from './search-mode.ts'
import { EncodingFormat, vectorizeInputsMax } from './vectorize.ts'

/** A picture file, in a form or as the whole body. */
export const PictureFile = Type.Unsafe<FormFile>({
  type: 'string',
  format: 'binary',
  description:
    'The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any `image/…` type is taken as well.',
})

/** The contract shows the second, which generators understand, and says in words that the first is taken as well. */
export const rawPicture = { 'image/*': { schema: PictureFile }, 'application/octet-stream': { schema: PictureFile } }

export const ImageSearchForm = Type.Object(
  { image: PictureFile, ...simpleParameters },
  { $id: 'ImageSearchForm', additionalProperties: false },
)
export const imageSearchFormShape: FormShape = { lists: ['fields', 'facets'] }

export const ComposedSearchForm = Type.Object(
  {
    image: Type.Array(PictureFile, {
      minItems: 1,
      maxItems: 16,
      description: 'The files that parts name by `upload`.',
    }),
    parts: Type.Array(ref(QueryPart), {
      minItems: 1,
      maxItems: 16,
      description: 'One JSON array, or a field of JSON for each.',
    }),
    ...searchParameters,
    ...modeParameter,
  },
  { $id: 'ComposedSearchForm', additionalProperties: false },
)
export const composedSearchFormShape: FormShape = { lists: ['image', 'fields', 'facets'] }

export const VectorizeForm = Type.Object(
  {
    text: Type.Optional(Type.Array(queryText, { minItems: 1, maxItems: vectorizeInputsMax })),
    image: Type.Optional(Type.Array(PictureFile, { minItems: 1, maxItems: vectorizeInputsMax })),
    encoding_format: Type.Optional(ref(EncodingFormat)),
  },
  {
    $id: 'VectorizeForm',
    additionalProperties: false,
    anyOf: [{ required: ['text'] }, { required: ['image'] }],
    description: 'Texts and pictures in any order, at least one; the vectors come in the order of the parts.',
  },
)
export const vectorizeFormShape: FormShape = { lists: ['text', 'image'] }

export const addImagesFilesMax = 64

/** How an upload is treated where something lies already; in the form or in the address. */
export const addOptions = {
  overwrite: Type.Optional(
    Type.Boolean({ default: false, description: 'Replace other bytes at the path; otherwise that is a 409.' }),
  ),
  restore: Type.Optional(
    Type.Boolean({ default: true, description: 'Take a deleted picture back; with false that is a 409.' }),
  ),
}

export const AddImagesForm = Type.Object(
  {
    image: Type.Array(PictureFile, { minItems: 1, maxItems: addImagesFilesMax, description: 'One or many files.' }),
    metadata: Type.Optional(
      Type.Array(ref(ImageMetadata), {
        maxItems: addImagesFilesMax,
        description: 'One entry a file, in the order of the files: one JSON array, or a field of JSON for each.',
      }),
    ),
    ...addOptions,
  },
  { $id: 'AddImagesForm', additionalProperties: false },
)
export const addImagesFormShape: FormShape = { lists: ['image'] }
