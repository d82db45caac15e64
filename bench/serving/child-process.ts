// Processes that a benchmark starts from files of its own and asks things, one at a time. They end with this process, however it ends:
// here by the `exit` handler, and in the child, where this process was killed, by `endWithParent`.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

export type Child = {
  pid: number
  /** Sends a message and resolves to the next one that comes. Rejects when the child tells of a fault or ends. */
  ask<Answer>(message: object): Promise<Answer>
  /** Sends a message that has no answer. */
  tell(message: object): void
  /** Resolves when the process has ended. */
  stop(): Promise<void>
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Resolves to the child and its first message, which says that it is ready. */
export async function startChild<Ready>(
  file: URL,
  env: NodeJS.ProcessEnv = process.env,
  execArgv: readonly string[] = process.execArgv,
): Promise<{ child: Child; ready: Ready }> {
  const forked = fork(file, { env, execArgv: [...execArgv], serialization: 'advanced' })
  running.add(forked)
  forked.once('exit', () => running.delete(forked))
  const ready = await nextMessage<Ready>(forked)
  return {
    ready,
    child: {
      pid: forked.pid!,
      ask(message) {
        const answer = nextMessage<never>(forked)
        forked.send(message)
        return answer
      },
      tell: (message) => void forked.send(message),
      async stop() {
        if (forked.exitCode !== null || forked.signalCode !== null) return
        const ended = once(forked, 'exit')
        forked.kill('SIGTERM')
        await ended
      },
    },
  }
}

async function nextMessage<Answer>(forked: ChildProcess): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const onMessage = (message: unknown) => {
    const { fault } = message as { fault?: string }
    if (fault === undefined) resolve(message as Answer)
    else reject(new Error(fault))
  }
  const onExit = (code: number | null, signal: string | null) =>
    reject(new Error(`the process of the benchmark ended by itself: ${signal ?? code}`))
  forked.once('message', onMessage).once('exit', onExit)
  return promise.finally(() => forked.off('message', onMessage).off('exit', onExit))
}

/** In the child: what comes is handed over one by one; what `work` resolves to is the answer, and a failure is told as a fault. */
export function answerParent(work: (message: never) => Promise<object | undefined>): void {
  endWithParent()
  process.on('message', (message) => {
    work(message as never).then(
      (answer) => answer && process.send!(answer),
      (error) => process.send!({ fault: (error as Error).stack ?? String(error) }),
    )
  })
}

/** In the child: a killed parent leaves nobody to measure for. At once, as the runtime's threads do not like to be ended by `exit`. */
export function endWithParent(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
}
