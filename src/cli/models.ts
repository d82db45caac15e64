// `likeness models`: which models there are, and getting one onto this machine. The work is in ../model-hub;
// pull-display.ts shows how a pull goes, and models-list.ts what is there.
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.ts'
import { chooseModel, findModel, findRow, type ModelSource } from '../embedder/models.ts'
import { createError } from '../errors.ts'
import { inMb } from '../model-hub/pull-log.ts'
import { pullModel } from '../model-hub/pull-model.ts'
import { openEmbedder, pullSettings } from '../wire.ts'
import type { Command } from './command.ts'
import { listModels } from './models-list.ts'
import { createPullDisplay } from './pull-display.ts'
import { abortOnSignals } from './signals.ts'

const usage = `Lists the models, and gets one onto this machine.

Usage: npx --no likeness models <action> [NAME]

  list            the models: which are here, how large, under which licence; * marks the one that the settings choose
  pull NAME       download what is missing of a model, check it, and record its hashes; goes on where an earlier one stopped
  verify [NAME]   check every file of the model, load it, and run it once
  path [NAME]     the folder of the model
  -h, --help      this text

Without NAME it is the model that MODEL or MODEL_DIR chooses. Models lie below MODELS_DIR. HF_ENDPOINT names a mirror of the hub,
HF_TOKEN a token for it; HTTPS_PROXY and NO_PROXY are respected. With TEXT_EMBEDDER=elasticsearch no text tower is pulled.

Exit codes: 0 done, 2 the model cannot be pulled or used, 130 stopped by Ctrl-C.
`

type Action = (config: Config, name: string | undefined) => Promise<number>

const actions: Record<string, Action> = { list, pull, verify, path }

export const modelsCommand: Command = async (commandArguments) => {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const [name, model, ...rest] = positionals
  if (name === undefined || !Object.hasOwn(actions, name) || rest.length > 0) {
    throw createError('CONFIG_INVALID', 'Say what to do: models list, pull NAME, verify [NAME] or path [NAME].')
  }
  return actions[name]!(readConfig(), model)
}

async function list(config: Config): Promise<number> {
  process.stdout.write(await listModels(config))
  return 0
}

async function pull(config: Config, name: string | undefined): Promise<number> {
  const row = findRow(name ?? config.model)
  const stop = abortOnSignals()
  const display = createPullDisplay(process.stderr)
  try {
    const files = await pullModel({
      row,
      ...pullSettings(config),
      signal: stop.signal,
      onProgress: display.update,
      onWait: () => display.say(`Another process pulls ${row.name}; waiting for it.`),
      onRetry: display.say,
    })
    display.end()
    for (const { file, how, bytes, sha256 } of files) {
      process.stdout.write(`${file}  ${inMb(bytes)} MB  sha256 ${sha256}  ${how}\n`)
    }
    process.stdout.write(`${row.name} is complete: MODEL=${row.name} npm start\n`)
    return 0
  } catch (error) {
    display.end()
    if (!stop.signal.aborted) throw error
    process.stderr.write('Stopped. What was received is kept; the same command goes on from here.\n')
    return stop.exitCode()
  }
}

/** Loads the pack as a service would, on one thread, and with the texts embedded where the settings say. */
async function verify(config: Config, name: string | undefined): Promise<number> {
  const chosen = name === undefined ? config : { ...config, model: name, modelDir: null }
  const warn = (message: string) => void process.stderr.write(`${message}\n`)
  const embedder = await openEmbedder({ ...chosen, workers: 1 }, { warn })
  const { name: found, dims } = embedder.model
  await embedder.close()
  process.stdout.write(`${found}: every file is as declared, and both towers run (${dims} numbers a vector)\n`)
  return 0
}

async function path(config: Config, name: string | undefined): Promise<number> {
  process.stdout.write(`${sourceOf(config, name).folder}\n`)
  return 0
}

function sourceOf(config: Config, name: string | undefined): ModelSource {
  return name === undefined ? chooseModel(config) : findModel(name, config.modelsDir)
}
