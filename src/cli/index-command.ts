// `likeness index`: the indexes of the store, one a model's vector space. index-migrate.ts moves the library to another model's;
// index-status.ts is the table. The work is behind ../store/index-life.ts.
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.ts'
import { createError, isLikenessError } from '../errors.ts'
import type { IndexLife, IndexVersion } from '../store/index-life.ts'
import { isSameSpace } from '../store/vector-space.ts'
import { findModelSpace, openLife } from '../wire-store.ts'
import type { Command } from './command.ts'
import { adopt, restore, tune } from './index-adopt.ts'
import { migrate } from './index-migrate.ts'
import { formatIndexes } from './index-status.ts'
import { describeIndex, howToServe } from './index-words.ts'

const usage = `The indexes of the store: one for each model's vector space, of which one serves.

Usage: npx --no likeness index <action> [options]

  status           the indexes: whose space, how many pictures, which serves, who uses it; * marks the one of the model that the
                   settings choose
  create           make an index for that model; the first of a store serves
                   on Elasticsearch with --type int8_hnsw | hnsw | bbq_hnsw, --shards N, --replicas N
  migrate          embed the library with that model into its index while the service goes on with the old one, then switch
  rollback         switch back to the index that served before
  prune NAME…      delete these indexes
  prune --all      delete every index that neither serves nor is in use

On Elasticsearch alone:
  adopt            record that an index which somebody filled by hand is of that model, and make it writable; some pictures of
                   IMAGES_DIR are embedded anew to see whether it is
  tune             make the model's index ready for a big load: no refresh, and with --no-replicas no copies
  restore          give it back what it had before

  --allow-skipped  with migrate: switch although some pictures could not be embedded
  --unchecked      with adopt: no picture is at hand to be compared
  -h, --help       this text

The model is what MODEL or MODEL_DIR says. A service uses the index of its own model, before and after a switch, and takes over
what was written to another one since. migrate may be stopped at any time; the same command goes on from there.

Exit codes: 0 done, 1 pictures were skipped and so nothing was switched, 2 could not be done, 130 stopped by Ctrl-C.
`

type Options = {
  all?: boolean
  'allow-skipped'?: boolean
  unchecked?: boolean
  'no-replicas'?: boolean
  type?: string
  shards?: string
  replicas?: string
}

/** What each action does, and the options that it takes. */
const actions: Record<
  string,
  { run: (config: Config, options: Options, names: string[]) => Promise<number>; takes: (keyof Options)[] }
> = {
  status: { run: status, takes: [] },
  create: { run: create, takes: ['type', 'shards', 'replicas'] },
  migrate: {
    run: (config, options) => migrate(config, { allowSkipped: !!options['allow-skipped'] }),
    takes: ['allow-skipped'],
  },
  rollback: { run: rollback, takes: [] },
  prune: { run: prune, takes: ['all'] },
  adopt: { run: (config, { unchecked }) => adopt(config, { unchecked: !!unchecked }), takes: ['unchecked'] },
  tune: {
    run: (config, options) => tune(config, { withoutReplicas: !!options['no-replicas'] }),
    takes: ['no-replicas'],
  },
  restore: { run: restore, takes: [] },
}

export const indexCommand: Command = async (commandArguments) => {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: {
      all: { type: 'boolean' },
      'allow-skipped': { type: 'boolean' },
      unchecked: { type: 'boolean' },
      'no-replicas': { type: 'boolean' },
      type: { type: 'string' },
      shards: { type: 'string' },
      replicas: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const { help, ...options } = values
  if (help) {
    process.stdout.write(usage)
    return 0
  }
  const [name, ...names] = positionals
  if (name === undefined || !Object.hasOwn(actions, name) || !fits(name, options, names)) {
    const detail =
      'Say what to do: index status, create, migrate [--allow-skipped], rollback, prune NAME… or prune --all, adopt [--unchecked], tune [--no-replicas] or restore.'
    throw createError('CONFIG_INVALID', detail)
  }
  return actions[name]!.run(readConfig(), options, names)
}

/** Whether the action takes what was given with it; prune wants names or `--all`, and not both. */
function fits(action: string, options: Options, names: string[]): boolean {
  const { takes } = actions[action]!
  if (!Object.keys(options).every((option) => takes.includes(option as keyof Options))) return false
  return action === 'prune' ? !options.all !== (names.length === 0) : names.length === 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function withLife<T>(config: Config, work: (life: IndexLife) => Promise<T>): Promise<T> {
  const life = await openLife(config)
  try {
    return await work(life)
  } finally {
    await life.close()
  }
}

async function status(config: Config): Promise<number> {
  const { versions, isCluster } = await withLife(config, async (life) => ({
    versions: await life.versions(),
    isCluster: life.cluster !== undefined,
  }))
  if (versions.length === 0) {
    say('The store holds no index yet: the first start, ingest, or index create makes it.')
    if (isCluster) say('One that was deleted is made anew by index create alone, or comes from a snapshot.')
    return 0
  }
  const { space, fault } = await findSpace(config)
  const isCurrent = (one: NonNullable<IndexVersion['space']>) => space !== null && isSameSpace(one, space)
  process.stdout.write(formatIndexes(versions, isCurrent))
  if (fault !== null) say(`Which one is of the model that the settings choose cannot be told: ${fault}`)
  else if (!versions.some((version) => version.space !== null && isCurrent(version.space))) {
    say(`The model that the settings choose (space "${space!.id}") has none here; index migrate makes it.`)
  }
  return 0
}

/** The space of the model in the settings, or why it cannot be told: the indexes can be looked at all the same. */
async function findSpace(config: Config) {
  try {
    return { space: await findModelSpace(config), fault: null }
  } catch (error) {
    if (!isLikenessError(error)) throw error
    return { space: null, fault: error.message }
  }
}

async function create(config: Config, { type, shards, replicas }: Options): Promise<number> {
  const space = await findModelSpace(config)
  const wishes = { type, shards: toNumber(shards), replicas: toNumber(replicas) }
  return withLife(config, async (life) => {
    const version = await life.exclusively(() => life.create(space, wishes))
    const next = version.isFilling ? 'index migrate fills it and switches to it' : 'a service of this model uses it'
    say(`${describeIndex(version)}: ${next}.`)
    return 0
  })
}

/** NaN, which is refused where it is looked at, for what is no number. */
function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

async function rollback(config: Config): Promise<number> {
  return withLife(config, (life) =>
    life.exclusively(async () => {
      const versions = await life.versions()
      const at = versions.findIndex(({ isServing }) => isServing)
      const before = at === -1 ? [] : versions.slice(0, at)
      const previous = before.findLast(({ isFilling }) => !isFilling)
      if (!previous) {
        const detail = 'There is no earlier index to go back to. To a later one, index migrate leads, with its model.'
        throw createError('CONFIG_INVALID', detail)
      }
      await life.switchTo(previous.name)
      say(`${describeIndex(previous)} serves again. A running service goes on with the model that it has.`)
      say(`Start the service anew with ${await howToServe(previous)}: first it takes over what was written since.`)
      return 0
    }),
  )
}

async function prune(config: Config, { all }: Options, names: string[]): Promise<number> {
  return withLife(config, (life) =>
    life.exclusively(async () => {
      if (all) return pruneAll(life)
      for (const name of names) {
        await life.delete(name)
        say(`Deleted ${name}.`)
      }
      return 0
    }),
  )
}

async function pruneAll(life: IndexLife): Promise<number> {
  for (const version of await life.versions()) {
    const kept = version.isServing ? `The index ${version.name} serves.` : await tryDelete(life, version)
    say(kept === null ? `Deleted ${describeIndex(version)}.` : `Kept. ${kept}`)
  }
  return 0
}

/** Why it was not deleted; null where it was. */
async function tryDelete(life: IndexLife, { name }: IndexVersion): Promise<string | null> {
  try {
    await life.delete(name)
    return null
  } catch (error) {
    if (isLikenessError(error, 'INDEX_IN_USE')) return error.message
    throw error
  }
}
