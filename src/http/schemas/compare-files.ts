// Wire schemas of POST /images/compare: facts of files in, those that need not be sent out.
import { type Static, Type } from 'typebox'
import { RelativePath } from './image.ts'
import { ref } from './ref.ts'

export const comparedFilesMax = 1000

export const FileFacts = Type.Object(
  {
    relative_path: ref(RelativePath),
    size_bytes: Type.Integer({ format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    file_modified_at: Type.String({
      format: 'date-time',
      description: 'When the file was last modified (RFC 3339; compared in milliseconds).',
    }),
  },
  {
    $id: 'FileFacts',
    additionalProperties: false,
    description: 'What is known of a file without reading it.',
    examples: [
      { relative_path: 'phone/IMG_4032.jpeg', size_bytes: 2481152, file_modified_at: '2024-05-17T18:03:00.000Z' },
    ],
  },
)

export const FileComparison = Type.Object(
  {
    files: Type.Array(ref(FileFacts), {
      minItems: 1,
      maxItems: comparedFilesMax,
      examples: [
        [{ relative_path: 'phone/IMG_4032.jpeg', size_bytes: 2481152, file_modified_at: '2024-05-17T18:03:00.000Z' }],
      ],
    }),
  },
  { $id: 'FileComparison', additionalProperties: false },
)
export type FileComparison = Static<typeof FileComparison>

export const FileComparisonResult = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0 }),
    unchanged: Type.Array(Type.String(), {
      description: 'The `relative_path` of each file that is stored with this size and time.',
    }),
    changed: Type.Array(Type.String(), {
      description: 'That of each file that is stored with another size or time; what is in neither list is not stored.',
    }),
  },
  { $id: 'FileComparisonResult', additionalProperties: false },
)
export type FileComparisonResult = Static<typeof FileComparisonResult>
