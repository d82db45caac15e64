// `npm start`: reads the settings, serves, and stops gracefully on SIGTERM and SIGINT.
import { readConfig } from './config.ts'
import { isLikenessError } from './errors.ts'
import { type Service, startService } from './service.ts'

/** What is in flight must finish within this time; the process manager's own limit is usually 10 s. */
const stopTimeoutMs = 9_000

/** Starts the service of the environment's settings; ends the process when it cannot. */
async function main(): Promise<void> {
  try {
    const starting = startService(readConfig())
    stopOnSignals(starting)
    await starting
  } catch (error) {
    // Failures a person can mend are one message; anything else is a defect and shows its stack.
    process.stderr.write(`${isLikenessError(error) ? error.message : (error as Error).stack}\n`)
    process.exitCode = 1
  }
}

/**
 * Listens from the start on: as process 1 of a container, where a signal that nobody listens to is lost, the service would
 * come up after it was told to stop. A second signal of the same name ends the process at once.
 */
function stopOnSignals(starting: Promise<Service>): void {
  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), stopTimeoutMs).unref()
    starting
      .then((service) => service.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

await main()
