// The steps of the Dockerfile, followed in a clean folder: `npm run docker:replay` as it is.
import { test } from 'tap'
import { finish, start } from '../cli/run-command.ts'

// It installs the production dependencies.
test('the Dockerfile’s steps make a service that serves with a read-only root', { timeout: 400_000 }, async (t) => {
  // tap would have each Node below it leave notes when it ends.
  const command = ['env', '--unset=NODE_OPTIONS', process.execPath, 'scripts/replay-dockerfile.ts']
  const { code, stdout, stderr } = await finish(start(t, command))
  t.equal(code, 0, stderr.slice(-2000))
  for (const line of ['production dependencies only', 'health check passes', 'stops on SIGTERM', 'read-only root']) {
    t.match(stdout, new RegExp(`^ok: .*${line}`, 'm'))
  }
})
