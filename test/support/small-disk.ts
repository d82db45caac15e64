// A process that meets a full disk, on any machine: the system refuses to let its files grow beyond a mebibyte or two.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** In the shell's unit, which is 512 bytes or 1 KiB. */
const fileSizeMax = 2048

/** Runs `script`, an ES module that gets `scriptArguments` from `process.argv[1]` on, and resolves to the JSON it prints. */
export async function runOnSmallDisk(script: string, ...scriptArguments: string[]): Promise<unknown> {
  const node = [process.execPath, '--input-type=module', '--eval', script, ...scriptArguments]
  // Without what tap adds to Node: it would end the process on the signal that comes with the refusal, which Node ignores.
  const limited = ['-c', `unset NODE_OPTIONS; ulimit -f ${fileSizeMax} && exec "$0" "$@"`, ...node]
  const { stdout } = await promisify(execFile)('sh', limited)
  return JSON.parse(stdout)
}
