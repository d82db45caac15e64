// How the processors are shared out where the settings do not say: sessions of the image tower, and the threads of each.
// config.ts takes its defaults from here; docs/performance.md has the measurements.

/**
 * From here on a run gains less from one more thread than pictures gain from a further session. Measured on two processors only:
 * there one session of two threads halves the time of a single picture and the memory, at 0.96 of the throughput of two sessions.
 */
const threadsMax = 4

/** `cores` is what the process may use, cgroup limits included. Together the threads are never more than that. */
export function chooseWorkers(cores: number): number {
  return Math.ceil(cores / threadsMax)
}

export function chooseThreads(cores: number, workers: number): number {
  return Math.max(1, Math.floor(cores / workers))
}
