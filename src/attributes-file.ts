// The file that ATTRIBUTES_FILE names: JSON that gives each attribute its type, such as {"album": "keyword", "rating": "number"}. config.ts reads
// it with the other settings.
import { readFileSync } from 'node:fs'
import { type AttributeTypes, attributeNamePattern, attributesMax, attributeTypes, noAttributes } from './attributes.ts'
import type { Setting } from './setting-kinds.ts'

/** Far more than the longest names need. */
const bytesMax = 64 * 1024

export function attributesFile(): Setting<AttributeTypes> {
  return {
    fallback: () => noAttributes,
    parse(path) {
      const read = readAttributes(path)
      return 'types' in read ? read.types : undefined
    },
    accepts:
      'the path of a JSON file that gives each attribute its type, such as {"album": "keyword", "rating": "number"}',
    explain(path) {
      const read = readAttributes(path)
      return 'fault' in read ? read.fault : ''
    },
  }
}

function readAttributes(path: string): { types: AttributeTypes } | { fault: string } {
  let value: unknown
  try {
    const bytes = readFileSync(path)
    if (bytes.length > bytesMax) return { fault: `the file has more than ${bytesMax} bytes` }
    value = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { fault: code === undefined ? 'the file is no JSON' : `the file cannot be read (${code})` }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: 'the file holds no object' }
  const entries = Object.entries(value)
  if (entries.length > attributesMax) return { fault: `it declares more than ${attributesMax} attributes` }
  for (const [name, type] of entries) {
    if (!new RegExp(attributeNamePattern).test(name)) {
      return {
        fault: `“${name.slice(0, 64)}” is no name; names begin with a-z, go on with a-z, 0-9 and _, and have at most 63 characters`,
      }
    }
    if (!attributeTypes.includes(type))
      return { fault: `the type of “${name}” is not one of ${attributeTypes.join(', ')}` }
  }
  return { types: Object.fromEntries(entries) }
}
