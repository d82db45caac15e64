// Wire schemas of POST /images: one result per file.
import { type Static, Type } from 'typebox'
import { Image } from './image.ts'
import { Problem } from './problem.ts'
import { ref } from './ref.ts'

export const AddStatus = Type.Enum(['created', 'updated', 'moved', 'unchanged', 'failed'], {
  $id: 'AddStatus',
  type: 'string',
  description: '`moved`: the library’s file of an image lies at another path now, and the image has followed it.',
})

export const AddResult = Type.Object(
  {
    index: Type.Integer({ minimum: 0, description: 'The place of the file in the request.' }),
    status: ref(AddStatus),
    image: Type.Optional(ref(Image)),
    problem: Type.Optional(ref(Problem)),
  },
  { $id: 'AddResult', additionalProperties: false, description: 'What became of one file: an image, or a problem.' },
)
export type AddResult = Static<typeof AddResult>

export const AddImagesResult = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0 }),
    results: Type.Array(ref(AddResult), { description: 'In the order of the files.' }),
  },
  { $id: 'AddImagesResult', additionalProperties: false },
)
export type AddImagesResult = Static<typeof AddImagesResult>
