// `npm start`: reads the settings, serves, and stops gracefully on SIGTERM and SIGINT.
import { readConfig } from './config.ts'
import { isLikenessError } from './errors.ts'
import { type Service, startService } from './service.ts'

/** What is in flight must finish within this time; the process manager's own limit is usually 10 s. */
const stopTimeoutMs = 9_000

/** Starts the service of the environment's settings; ends the process when it cannot. */
async function main(): Promise<void> {
  try {
    stopOnSignals(await startService(readConfig()))
  } catch (error) {
    // Failures a person can mend are one message; anything else is a defect and shows its stack.
    process.stderr.write(`${isLikenessError(error) ? error.message : (error as Error).stack}\n`)
    process.exitCode = 1
  }
}

function stopOnSignals(service: Service): void {
  const stop = () => {
    setTimeout(() => process.exit(1), stopTimeoutMs).unref()
    service.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

await main()
