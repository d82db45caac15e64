// Wire schema of the filter, the same in searches, lists and edits. http/filter-map.ts turns it into the engine-neutral one.
import { type Static, Type } from 'typebox'
import { AttributeFilter } from './attributes.ts'
import { ImageFormat, ImageId, imageFormats, Location } from './image.ts'
import { ref } from './ref.ts'
import { TimeRange } from './times.ts'

const tagList = Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { maxItems: 64 })

function numberRange(name: string, what: string) {
  return Type.Object(
    {
      min: Type.Optional(Type.Integer({ format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
      max: Type.Optional(Type.Integer({ format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    },
    {
      $id: name,
      additionalProperties: false,
      minProperties: 1,
      description: `${what}; both ends belong to the range.`,
    },
  )
}

export const NumberRange = numberRange('NumberRange', 'A range of whole numbers')

const degreesNorth = Type.Number({ format: 'double', minimum: -90, maximum: 90 })
const degreesEast = Type.Number({ format: 'double', minimum: -180, maximum: 180 })

export const Circle = Type.Object(
  {
    centre: ref(Location),
    radius_m: Type.Number({
      format: 'double',
      minimum: 1,
      maximum: 20_100_000,
      description: 'Metres along the ground.',
    }),
  },
  { $id: 'Circle', additionalProperties: false },
)

export const Box = Type.Object(
  { north: degreesNorth, south: degreesNorth, east: degreesEast, west: degreesEast },
  {
    $id: 'Box',
    additionalProperties: false,
    description: 'Degrees; a box whose west lies east of its east reaches over the 180th meridian.',
  },
)

export const Place = Type.Object(
  {
    within: Type.Optional(ref(Circle)),
    box: Type.Optional(ref(Box)),
  },
  {
    $id: 'Place',
    additionalProperties: false,
    minProperties: 1,
    examples: [{ within: { centre: { lat: 52.52, lon: 13.405 }, radius_m: 5000 } }],
  },
)

export const TagCondition = Type.Object(
  {
    any: Type.Optional({ ...tagList, description: 'At least one of these.' }),
    all: Type.Optional({ ...tagList, description: 'Every one of these.' }),
    none: Type.Optional({ ...tagList, description: 'Not one of these.' }),
  },
  { $id: 'TagCondition', additionalProperties: false, examples: [{ any: ['holiday', 'sea'] }] },
)

export const Orientation = Type.Enum(['landscape', 'portrait', 'square'], { $id: 'Orientation', type: 'string' })

const conditions = {
  tags: Type.Optional(ref(TagCondition)),
  path_prefix: Type.Optional(
    Type.String({ maxLength: 1024, description: 'How `relative_path` starts, such as `phone/`.' }),
  ),
  image_ids: Type.Optional(Type.Array(ref(ImageId), { minItems: 1, maxItems: 1000, description: 'One of these.' })),
  taken_at: Type.Optional(ref(TimeRange)),
  added_at: Type.Optional(ref(TimeRange)),
  location: Type.Optional(ref(Place)),
  camera: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
      minItems: 1,
      maxItems: 64,
      description: 'One of these.',
    }),
  ),
  format: Type.Optional(
    Type.Array(ref(ImageFormat), {
      minItems: 1,
      maxItems: imageFormats.length,
      description: 'One of these.',
    }),
  ),
  orientation: Type.Optional(
    Type.Array(ref(Orientation), {
      minItems: 1,
      maxItems: 3,
      description: 'One of these.',
    }),
  ),
  width: Type.Optional(ref(NumberRange)),
  height: Type.Optional(ref(NumberRange)),
  size_bytes: Type.Optional(ref(NumberRange)),
  attributes: Type.Optional(ref(AttributeFilter)),
}

type Conditions = Static<ReturnType<typeof makeConditions>>
function makeConditions() {
  return Type.Object(conditions)
}

/** As deep as `filterDepthMax` in http/filter-map.ts. */
export type Filter = Conditions & { and?: Filter[]; or?: Filter[]; not?: Filter }

const inner = Type.Unsafe<Filter>(Type.Ref('Filter'))
const innerList = Type.Array(inner, { minItems: 1, maxItems: 64 })

export const Filter = Type.Unsafe<Filter>(
  Type.Object(
    {
      ...conditions,
      and: Type.Optional({ ...innerList, description: 'Every one of these holds.' }),
      or: Type.Optional({ ...innerList, description: 'At least one of these holds.' }),
      not: Type.Optional(inner),
    },
    {
      $id: 'Filter',
      additionalProperties: false,
      description:
        'Conditions that all hold. One on what is not known of a picture, such as its date, does not hold; its `not` does. At most 8 levels deep, and 256 filters in all.',
      examples: [
        { tags: { any: ['holiday'] }, path_prefix: 'phone/' },
        { taken_at: { from: '2024-05-01', before: '2024-06-01' }, not: { tags: { any: ['draft'] } } },
      ],
    },
  ),
)
