// Runs a replayed container's commands where its root cannot be written, as `docker run --read-only --tmpfs /tmp` does: in a mount
// namespace, where the machine allows one. Used by check-container.ts.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type ReadOnlyRoot = {
  /** How it is done, for the one who reads the output. */
  how: string
  /** The command that runs `command` there. */
  wrap(command: string[]): string[]
  /** Files outside the volumes that are not as they were, by path below the root. */
  findChanges(): string[]
}

/** `volumes` are the folders that stay writable, such as `/data`; so does a `/tmp` of its own, for which TMPDIR must be set. */
export function createReadOnlyRoot(root: string, volumes: readonly string[]): ReadOnlyRoot {
  const writable = [...volumes, '/tmp'].map((folder) => join(root, folder))
  mkdirSync(join(root, 'tmp'))
  const before = listFiles(root, writable)
  const script = [
    'mount --bind "$0" "$0"',
    ...writable.map((folder) => `mount --bind '${folder}' '${folder}'`),
    `mount -t tmpfs -o mode=1777 tmpfs '${join(root, 'tmp')}'`,
    'mount -o remount,bind,ro "$0"',
    'mount -o remount,bind,ro /',
    'exec "$@"',
  ].join(' && ')
  const isRoot = process.getuid?.() === 0
  const inNamespace = (command: string[]) => {
    const user = isRoot ? [] : ['--map-root-user']
    return ['unshare', ...user, '--mount', 'sh', '-c', script, root, ...command]
  }
  const mayMount = run(inNamespace(['true'])) && !run(inNamespace(['touch', join(root, 'written')]))
  return {
    how: mayMount ? 'mounted read-only' : 'compared before and after, as this machine allows no mounts',
    wrap: mayMount ? inNamespace : (command) => command,
    findChanges() {
      const after = listFiles(root, writable)
      return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path))
    },
  }
}

function run([file = '', ...fileArguments]: string[]): boolean {
  return spawnSync(file, fileArguments, { stdio: 'ignore' }).status === 0
}

/** Every file and folder with what a write would change. */
function listFiles(root: string, except: readonly string[]): Map<string, string> {
  const files = new Map<string, string>()
  const waiting = [root]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (except.includes(path) || entry.isSymbolicLink()) continue
      const { size, mtimeMs } = statSync(path)
      files.set(path.slice(root.length), entry.isDirectory() ? 'folder' : `${size} ${mtimeMs}`)
      if (entry.isDirectory()) waiting.push(path)
    }
  }
  return files
}
