// How the processors are shared out where the settings do not say: sessions of the image tower, and the threads of each.
// config.ts takes its defaults from here; docs/performance.md has the measurements.

/**
 * Sessions of one thread each do the most work: on two processors two of them do 1.1 times the pictures of one session of two threads
 * with CLIP, and 1.6 times with the built-in model, whose steps are small. Each takes memory of its own, so beyond four they get
 * more threads instead; that part of the rule is not measured.
 */
const lonelyWorkersMax = 4

/** `cores` is what the process may use, cgroup limits included. Together the threads are never more than that. */
export function chooseWorkers(cores: number): number {
  return Math.max(Math.min(cores, lonelyWorkersMax), Math.ceil(cores / lonelyWorkersMax))
}

export function chooseThreads(cores: number, workers: number): number {
  return Math.max(1, Math.floor(cores / workers))
}
