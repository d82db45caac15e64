// Settings around a big load: an index that is not refreshed, and has no copies if that is wanted, takes documents faster. What
// it had before is recorded in the mapping's `_meta`, and restored from there. elasticsearch-life.ts offers both.
import { createError } from '../../errors.ts'
import type { Engine } from './engine.ts'
import type { FamilyIndex } from './index-family.ts'
import { type IndexMeta, refreshInterval } from './index-shape.ts'

const names = ['refresh_interval', 'number_of_replicas', 'auto_expand_replicas'] as const

/** Errors: CONFIG_INVALID when it is tuned already, or was not made by this service. */
export async function tuneIndex(
  engine: Engine,
  index: FamilyIndex,
  { replicas }: { replicas: boolean },
): Promise<void> {
  const { name, meta } = index
  if (meta === null) throw createError('CONFIG_INVALID', `The index "${name}" is not adopted yet; it is only searched.`)
  if (meta.before_tuning) throw createError('CONFIG_INVALID', `The index "${name}" is tuned already.`)
  const found = await engine.call((client, options) =>
    client.indices.getSettings({ index: name, flat_settings: true, include_defaults: true }, options),
  )
  const { settings = {}, defaults = {} } = found[name] ?? {}
  const all = { ...defaults, ...settings } as Record<string, string>
  const before = Object.fromEntries(names.map((one) => [one, all[`index.${one}`] ?? null]))
  // First: what is recorded and was not done yet is restored without harm.
  await recordTuning(engine, index, before)
  await putSettings(engine, name, {
    refresh_interval: '-1',
    ...(replicas ? {} : { auto_expand_replicas: 'false', number_of_replicas: '0' }),
  })
}

/** Errors: CONFIG_INVALID when it is not tuned. */
export async function restoreIndex(engine: Engine, index: FamilyIndex): Promise<void> {
  const { name, meta } = index
  if (!meta?.before_tuning) throw createError('CONFIG_INVALID', `The index "${name}" is not tuned.`)
  const { refresh_interval, number_of_replicas, auto_expand_replicas } = meta.before_tuning
  const expands = auto_expand_replicas !== null && auto_expand_replicas !== 'false'
  await putSettings(engine, name, {
    refresh_interval: refresh_interval ?? refreshInterval,
    ...(expands ? { auto_expand_replicas } : { auto_expand_replicas: 'false', number_of_replicas }),
  })
  await recordTuning(engine, index, undefined)
  await engine.call((client, options) => client.indices.refresh({ index: name }, options))
}

async function putSettings(
  engine: Engine,
  name: string,
  settings: Record<string, string | null | undefined>,
): Promise<void> {
  await engine.call((client, options) =>
    client.indices.putSettings({ index: name, settings: { index: settings } }, options),
  )
}

async function recordTuning(
  engine: Engine,
  { name, mapping, meta }: FamilyIndex,
  before: IndexMeta['before_tuning'],
): Promise<void> {
  const { before_tuning, ...likeness } = meta!
  const now = before === undefined ? likeness : { ...likeness, before_tuning: before }
  await engine.call((client, options) =>
    client.indices.putMapping({ index: name, _meta: { ...mapping._meta, likeness: now } }, options),
  )
}
