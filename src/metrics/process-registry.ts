// The figures of the process: processor, memory, garbage collection, how far the event loop lags. metrics.ts prints them.
import { collectDefaultMetrics, Registry } from 'prom-client'

let registry: Registry | undefined

/**
 * One for the process, made when it is first asked for: prom-client's observer of garbage collections cannot be taken back, so that one
 * a service would leave one behind each time. Neither it nor the clock that measures the lag keeps the process alive.
 */
export function processRegistry(): Registry {
  if (registry === undefined) {
    registry = new Registry()
    collectDefaultMetrics({ register: registry })
  }
  return registry
}
