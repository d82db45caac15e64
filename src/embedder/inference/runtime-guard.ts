// Keeps the process from ending while a thread is inside onnxruntime. Node would stop the thread there, the native code
// would throw where nothing can catch, and the whole process would abort with SIGABRT in place of its exit code (seen in
// 12 of 12 calls of process.exit during inference). inference-worker.ts marks its calls; inference.ts waits for them.

/** Shared between a thread and the one that started it. */
export type RuntimeGuard = Int32Array<SharedArrayBuffer>

const [isInside, isEnding] = [0, 1]

/** Longer than any single call takes: loading a tower of half a gigabyte is the longest. */
const waitMsMax = 10_000

export function createRuntimeGuard(): RuntimeGuard {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
}

/** In the thread: runs a call into the runtime. It never starts, and never settles, once the process is ending. */
export async function callRuntime<Result>(guard: RuntimeGuard, call: () => Promise<Result>): Promise<Result> {
  // Marked before looking, while the other side announces before it looks: one of them sees the other.
  Atomics.store(guard, isInside, 1)
  if (Atomics.load(guard, isEnding) === 1) {
    leave(guard)
    return new Promise<never>(() => {})
  }
  return call().finally(() => leave(guard))
}

function leave(guard: RuntimeGuard): void {
  Atomics.store(guard, isInside, 0)
  Atomics.notify(guard, isInside)
}

/** In the `exit` handler, where nothing asynchronous runs any more: lets the calls under way return and no other start. */
export function waitForRuntime(guards: Iterable<RuntimeGuard>): void {
  for (const guard of guards) {
    Atomics.store(guard, isEnding, 1)
    if (Atomics.load(guard, isInside) === 1) Atomics.wait(guard, isInside, 1, waitMsMax)
  }
}
