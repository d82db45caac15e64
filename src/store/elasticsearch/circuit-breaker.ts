// Spares callers the wait for a cluster that does not answer: after some failures in a row calls fail at once, and a single one
// is let through now and then to see whether it is back. engine.ts asks before each call.

export type CircuitBreaker = {
  /** Whether a call may go out; when true, the caller must report how it went. */
  admits(): boolean
  succeeded(): void
  failed(): void
  /** Gives an admission back that led to no verdict, as the caller left. */
  forget(): void
}

export type CircuitBreakerOptions = {
  /** Failures in a row until calls are refused. */
  failuresMax: number
  /** How long after that until one call is tried, in milliseconds; doubled with each failed try, up to `pauseMaxMs`. */
  pauseMs: number
  pauseMaxMs: number
  /** A clock in milliseconds. */
  now?: () => number
}

export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { failuresMax, pauseMs, pauseMaxMs, now = () => performance.now() } = options
  let failures = 0
  let nextTryAtMs = 0
  let pause = pauseMs
  let isTrying = false
  return {
    admits() {
      if (failures < failuresMax) return true
      if (isTrying || now() < nextTryAtMs) return false
      isTrying = true
      return true
    },
    succeeded() {
      failures = 0
      pause = pauseMs
      isTrying = false
    },
    failed() {
      failures += 1
      if (failures < failuresMax) return
      // Calls that went out before may still fail one after the other; only a failed try makes the pause longer.
      if (isTrying) pause = Math.min(pause * 2, pauseMaxMs)
      isTrying = false
      nextTryAtMs = now() + pause
    },
    forget() {
      isTrying = false
    },
  }
}
