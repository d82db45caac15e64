// Ctrl-C and its kin for commands that can stop in good order. A second one of the same ends the process at once. Called when there is
// something to stop: until then the system's own way is right, as what is waited for, such as a service that hangs, hears of no signal.

export type StopSignals = {
  readonly signal: AbortSignal
  /** 128 and the number of the signal, as shells count. */
  exitCode(): number
}

const signalNumbers = { SIGINT: 2, SIGTERM: 15 } as const

export function abortOnSignals(): StopSignals {
  const controller = new AbortController()
  let received: keyof typeof signalNumbers = 'SIGINT'
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      received = name
      controller.abort()
    })
  }
  return { signal: controller.signal, exitCode: () => 128 + signalNumbers[received] }
}
