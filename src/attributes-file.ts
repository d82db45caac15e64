// The file that ATTRIBUTES_FILE names: JSON that gives each attribute its type, such as {"album": "keyword", "rating": "number"}. config.ts reads
// it with the other settings.
import { readFileSync } from 'node:fs'
import { type AttributeTypes, attributeNamePattern, attributesMax, attributeTypes, noAttributes } from './attributes.ts'
import { type Setting, SettingFault } from './setting-kinds.ts'

/** Far more than the longest names need. */
const bytesMax = 64 * 1024
const namePattern = new RegExp(attributeNamePattern)

export function attributesFile(): Setting<AttributeTypes> {
  return {
    fallback: () => noAttributes,
    parse: readAttributes,
    accepts:
      'the path of a JSON file that gives each attribute its type, such as {"album": "keyword", "rating": "number"}',
  }
}

/** Errors: SettingFault. */
function readAttributes(path: string): AttributeTypes {
  const value = readJson(path)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SettingFault('the file holds no object')
  const entries = Object.entries(value)
  if (entries.length > attributesMax) throw new SettingFault(`it declares more than ${attributesMax} attributes`)
  for (const [name, type] of entries) {
    if (!namePattern.test(name)) {
      throw new SettingFault(
        `“${name.slice(0, 64)}” is no name; names begin with a-z, go on with a-z, 0-9 and _, and have at most 63 characters`,
      )
    }
    if (!attributeTypes.includes(type)) {
      throw new SettingFault(`the type of “${name}” is not one of ${attributeTypes.join(', ')}`)
    }
  }
  return Object.fromEntries(entries)
}

function readJson(path: string): unknown {
  try {
    const bytes = readFileSync(path)
    if (bytes.length > bytesMax) throw new SettingFault(`the file has more than ${bytesMax} bytes`)
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SettingFault) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new SettingFault(code === undefined ? 'the file is no JSON' : `the file cannot be read (${code})`)
  }
}
