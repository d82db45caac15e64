// Opens a tower's graph in the runtime: on the wanted execution providers, or on those that work here, and checks that it
// is the graph that the pack describes. inference-worker.ts calls it on its thread.
import { env, InferenceSession } from 'onnxruntime-node'
import { createGraphCache } from './graph-cache.ts'
import { callRuntime, type RuntimeGuard } from './runtime-guard.ts'

/** What is wrong with the pack, in words that model-pack.ts puts into a MODEL_INVALID error. */
export class UnusableModel extends Error {}

/** What a pack says of a graph. */
export type DeclaredGraph = {
  file: string
  path: string
  sha256: string
  bytes: number
  inputs: string[]
  output: string
  declared: string
}

export type SessionSetup = {
  /** In order of preference; the processor stands behind them all. */
  providers: readonly string[]
  /** How many share one run: given, because by default a session takes every core. */
  threads: number
  /** Where optimised graphs are kept; null for nowhere. */
  graphsDir: string | null
}

export type OpenedSession = {
  session: InferenceSession
  /** The providers that could not be used, each with the runtime's reason. */
  unavailable: { provider: string; cause: unknown }[]
}

// Failures arrive as exceptions; the runtime's own lines on stderr would only double them.
const fatalOnly = 4
env.logLevel = 'fatal'

const sessionOptions: InferenceSession.SessionOptions = {
  interOpNumThreads: 1,
  executionMode: 'sequential',
  // The arena keeps the memory of the largest run for ever, and brings no speed where the C library keeps freed memory anyway.
  enableCpuMemArena: false,
  enableMemPattern: false,
  logSeverityLevel: fatalOnly,
  // A thread that waits for the others of its run gives its processor to the decoders and the event loop.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
}

/** Throws UnusableModel. */
export async function openSession(
  guard: RuntimeGuard,
  graph: DeclaredGraph,
  setup: SessionSetup,
): Promise<OpenedSession> {
  const opened = await createSession(guard, graph, { ...setup, providers: [...new Set([...setup.providers, 'cpu'])] })
  assertDeclared(opened.session, graph)
  return opened
}

/** Tries the providers together and, as the runtime refuses them all when one is not to be had, without the first one. */
async function createSession(guard: RuntimeGuard, graph: DeclaredGraph, setup: SessionSetup): Promise<OpenedSession> {
  const { providers, threads, graphsDir } = setup
  const options = { ...sessionOptions, executionProviders: providers, intraOpNumThreads: threads }
  const [first, ...others] = providers
  const create: CreateSession = (path, more) =>
    callRuntime(guard, () => InferenceSession.create(path, { ...options, ...more }))
  try {
    const isCached = others.length === 0 && graphsDir !== null && graph.bytes <= cachedBytesMax
    return {
      session: isCached ? await loadOptimised(graph, graphsDir, create) : await create(graph.path),
      unavailable: [],
    }
  } catch (cause) {
    if (others.length === 0) throw new UnusableModel(`${graph.file} cannot be loaded as an ONNX graph`, { cause })
    const { session, unavailable } = await createSession(guard, graph, { ...setup, providers: others })
    return { session, unavailable: [{ provider: first!, cause }, ...unavailable] }
  }
}

/**
 * Of a graph that is kept optimised. CLIP's full towers are larger: a start gains half a second of five by it, and the process that writes
 * the graph keeps 700 MB.
 */
const cachedBytesMax = 128 * 1024 * 1024

type CreateSession = (path: string, options?: InferenceSession.SessionOptions) => Promise<InferenceSession>

/** The graph as it was optimised before, or as it is, which is then kept optimised. */
async function loadOptimised(graph: DeclaredGraph, folder: string, create: CreateSession): Promise<InferenceSession> {
  const cache = createGraphCache(folder, graph.sha256, env.versions.node ?? '')
  // A session that wrote its graph keeps twice the memory: it makes room for one that reads it.
  const kept = (await cache.find()) ?? (await cache.fill((path) => optimise(path, graph, create)))
  if (kept !== null) {
    try {
      return await create(kept, { graphOptimizationLevel: 'disabled' })
    } catch {
      await cache.drop()
    }
  }
  // Where nothing can be written the graph serves as it is; one that cannot be loaded says so here.
  return create(graph.path)
}

async function optimise(path: string, graph: DeclaredGraph, create: CreateSession): Promise<void> {
  const session = await create(graph.path, { optimizedModelFilePath: path })
  await session.release()
}

/** Whether the first axis of every input is left open by the graph. */
export function hasFreeBatch({ inputMetadata }: InferenceSession): boolean {
  return inputMetadata.every((input) => input.isTensor && typeof input.shape[0] === 'string')
}

function assertDeclared(session: InferenceSession, { file, inputs, output, declared }: DeclaredGraph): void {
  const takes = [...session.inputNames].sort().join(', ')
  if (takes !== [...inputs].sort().join(', ')) {
    throw new UnusableModel(`${file} takes the inputs ${takes} where ${declared} names ${inputs.join(', ')}`)
  }
  if (!session.outputNames.includes(output)) {
    throw new UnusableModel(`${file} has no output ${output}, only ${session.outputNames.join(', ')}`)
  }
}
