// Opens a tower's graph in the runtime: on the wanted execution providers, or on those that work here, and checks that it
// is the graph that the pack describes. inference-worker.ts calls it on its thread.
import { env, InferenceSession } from 'onnxruntime-node'
import { dropOptimised } from './graph-cache.ts'
import { callRuntime, type RuntimeGuard } from './runtime-guard.ts'

/** What is wrong with the pack, in words that model-pack.ts puts into a MODEL_INVALID error. */
export class UnusableModel extends Error {}

/** What a pack says of a graph. */
export type DeclaredGraph = {
  file: string
  path: string
  inputs: string[]
  output: string
  declared: string
}

export type SessionSetup = {
  /** In order of preference; the processor stands behind them all. */
  providers: readonly string[]
  /** How many share one run: given, because by default a session takes every core. */
  threads: number
  /**
   * Whether they look for work without rest while a run lasts. It makes the run quicker where nothing else wants their processors, and
   * everything slower where something does.
   */
  isAlone: boolean
  /** The graph as it was optimised for the processor (graph-cache.ts); null where there is none. */
  optimised: string | null
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
  const { providers, threads, isAlone, optimised } = setup
  const extra = { session: { intra_op: { allow_spinning: isAlone ? '1' : '0' }, force_spinning_stop: '1' } }
  const options = { ...sessionOptions, executionProviders: providers, intraOpNumThreads: threads, extra }
  const [first, ...others] = providers
  const create: CreateSession = (path, more) =>
    callRuntime(guard, () => InferenceSession.create(path, { ...options, ...more }))
  try {
    const isForProcessor = others.length === 0 && optimised !== null
    return {
      session: isForProcessor ? await loadOptimised(graph, optimised, create) : await create(graph.path),
      unavailable: [],
    }
  } catch (cause) {
    if (others.length === 0) throw new UnusableModel(`${graph.file} cannot be loaded as an ONNX graph`, { cause })
    const { session, unavailable } = await createSession(guard, graph, { ...setup, providers: others })
    return { session, unavailable: [{ provider: first!, cause }, ...unavailable] }
  }
}

type CreateSession = (path: string, options?: InferenceSession.SessionOptions) => Promise<InferenceSession>

/** The graph as it was optimised before; where that cannot be read, as it is. */
async function loadOptimised(graph: DeclaredGraph, path: string, create: CreateSession): Promise<InferenceSession> {
  try {
    return await create(path, { graphOptimizationLevel: 'disabled' })
  } catch {
    await dropOptimised(path)
    return create(graph.path)
  }
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
