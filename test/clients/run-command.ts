// Runs a command of a client to its end: what it says, without colours.
import type { Test } from 'tap'
import { finish, start } from '../cli/run-command.ts'

/** `output` is all that it wrote. */
export async function runCommand(t: Test, command: string[], options: { cwd: string; env?: Record<string, string> }) {
  // tap asks programs for colours.
  const running = start(t, ['env', '--unset=FORCE_COLOR', ...command], options)
  const { code, stdout, stderr } = await finish(running)
  return { code, stdout, output: stdout + stderr }
}
