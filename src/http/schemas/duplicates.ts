// Wire schemas of GET /images/duplicates.
import { type Static, Type } from 'typebox'
import { ImageId } from './image.ts'
import { nullable, ref } from './ref.ts'

export const DuplicateImage = Type.Object(
  {
    image_id: ref(ImageId),
    relative_path: Type.String(),
    size_bytes: nullable(Type.Integer({ format: 'int64', minimum: 1 })),
  },
  { $id: 'DuplicateImage', additionalProperties: false },
)

export const DuplicateGroup = Type.Object(
  {
    count: Type.Integer({ minimum: 2, description: 'Images of the group, listed or not.' }),
    similarity: Type.Number({ format: 'double', description: 'Cosine of the first image and the one least like it.' }),
    images: Type.Array(ref(DuplicateImage), {
      maxItems: 100,
      description: 'By id, at most 100. The others are near duplicates of the first.',
    }),
  },
  { $id: 'DuplicateGroup', additionalProperties: false },
)

export const DuplicateReport = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0 }),
    images: Type.Integer({ minimum: 0, description: 'Images that were looked at.' }),
    groups_total: Type.Integer({ minimum: 0, description: 'Groups, listed or not.' }),
    duplicates_total: Type.Integer({ minimum: 0, description: 'Images beyond the first of each group.' }),
    groups: Type.Array(ref(DuplicateGroup), { description: 'The largest first.' }),
  },
  { $id: 'DuplicateReport', additionalProperties: false },
)
export type DuplicateGroup = Static<typeof DuplicateGroup>
export type DuplicateReport = Static<typeof DuplicateReport>
