// Which index of a store serves: the one that bears the store's name as its alias. Where an index that somebody filled by hand
// has that name itself, an alias beside it says so instead, until that index is deleted.
import type { Engine } from './engine.ts'
import type { FamilyIndex } from './index-family.ts'

function servingAliasOf(family: FamilyIndex[], store: string): string {
  return family.some(({ name }) => name === store) ? `${store}-serving` : store
}

export function findServing(family: FamilyIndex[], store: string): FamilyIndex | undefined {
  const alias = servingAliasOf(family, store)
  return family.find(({ aliases }) => aliases.includes(alias)) ?? family.find(({ name }) => name === store)
}

/** In one step, so that whoever asks the alias is answered by the index before or by this one. */
export async function makeServing(engine: Engine, store: string, family: FamilyIndex[], name: string): Promise<void> {
  const alias = servingAliasOf(family, store)
  const before = family.filter(({ aliases }) => aliases.includes(alias))
  const isByHand = name === store
  const actions = [
    ...before.map((index) => ({ remove: { index: index.name, alias } })),
    ...(isByHand ? [] : [{ add: { index: name, alias } }]),
  ]
  if (actions.length === 0) return
  await engine.call((client, options) => client.indices.updateAliases({ actions }, options))
}

/** Deletes an index. When it had the store's name itself, the alias takes it over in the same step. */
export async function removeIndex(engine: Engine, store: string, family: FamilyIndex[], name: string): Promise<void> {
  const serving = findServing(family, store)
  if (name !== store || !serving) {
    await engine.call((client, options) => client.indices.delete({ index: name }, options))
    return
  }
  const actions = [
    { remove_index: { index: name } },
    { remove: { index: serving.name, alias: servingAliasOf(family, store) } },
    { add: { index: serving.name, alias: store } },
  ]
  await engine.call((client, options) => client.indices.updateAliases({ actions }, options))
}
