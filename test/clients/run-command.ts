// Runs a command to its end, without blocking the service of the test, which is in the same process.
import { spawn } from 'node:child_process'

export type Ran = { code: number | null; stdout: string; output: string }

export function runCommand(
  command: string,
  args: string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<Ran> {
  // tap asks programs for colours.
  const { FORCE_COLOR: _forced, ...inherited } = process.env
  return new Promise((resolve, reject) => {
    let stdout = ''
    let output = ''
    const child = spawn(command, args, { cwd, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, output }))
  })
}
