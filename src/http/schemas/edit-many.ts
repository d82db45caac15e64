// Wire schemas of POST /images/update and /images/delete: all images that match a filter, a page at a time.
import { type Static, Type } from 'typebox'
import { Filter } from './filter.ts'
import { ImageId, ImagePatch, ImageRef, Tags } from './image.ts'
import { nullable, ref } from './ref.ts'

const page = {
  filter: { ...ref(Filter), description: 'Which images; an empty filter means all of them.' },
  dry_run: Type.Optional(Type.Boolean({ default: true, description: 'Only tells which images match; false does it.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 1000, description: 'Images of this call.' })),
  cursor: Type.Optional(Type.String({ maxLength: 4096, description: '`next_cursor` of the call before.' })),
}

export const ImagesUpdate = Type.Object(
  {
    ...page,
    set: Type.Optional(ref(ImagePatch)),
    add_tags: Type.Optional(ref(Tags)),
    remove_tags: Type.Optional(ref(Tags)),
  },
  {
    $id: 'ImagesUpdate',
    additionalProperties: false,
    examples: [{ filter: { path_prefix: 'phone/2024/' }, add_tags: ['holiday'], dry_run: true }],
  },
)
export type ImagesUpdate = Static<typeof ImagesUpdate>

export const ImagesDelete = Type.Object(page, {
  $id: 'ImagesDelete',
  additionalProperties: false,
  examples: [{ filter: { tags: { any: ['draft'] } }, dry_run: true }],
})
export type ImagesDelete = Static<typeof ImagesDelete>

export const FailedImage = Type.Object(
  { image_id: ref(ImageId), code: Type.String(), detail: Type.String() },
  { $id: 'FailedImage', additionalProperties: false },
)

export const ManyResult = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0 }),
    dry_run: Type.Boolean(),
    matched: Type.Array(ref(ImageRef), { description: 'The images of this page that match.' }),
    failed: Type.Array(ref(FailedImage), { description: 'Those of them that could not be changed, and why.' }),
    next_cursor: nullable(Type.String({ description: 'Pass it as `cursor` to go on; null at the end.' })),
  },
  { $id: 'ManyResult', additionalProperties: false },
)
export type ManyResult = Static<typeof ManyResult>
