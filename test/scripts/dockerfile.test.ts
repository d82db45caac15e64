// The reading of the Dockerfile (scripts/dockerfile.ts), and what our own one must hold without being run.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { listContext, parseCommand, parseCopy, parseDockerfile, parseEnv } from '../../scripts/dockerfile.ts'

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

test('a Dockerfile is read into stages; comments, blank lines and continued lines are understood', async (t) => {
  const text = '# top\nFROM a AS first\nRUN one \\\n  && two\n\n  # inner\nFROM b\nCOPY --from=first /x y/ ./z\n'
  t.same(parseDockerfile(text), [
    { name: 'first', instructions: [{ name: 'RUN', text: 'one    && two' }] },
    { name: '1', instructions: [{ name: 'COPY', text: '--from=first /x y/ ./z' }] },
  ])
  t.same(parseCopy('--from=first /x y/ ./z'), { from: 'first', sources: ['/x', 'y/'], target: './z' })
  t.same(parseEnv('A=1 B=x=y'), { A: '1', B: 'x=y' })
  t.same(parseCommand('--interval=30s CMD ["node", "-e", "[1]"]'), ['node', '-e', '[1]'])
})

test('what the replay does not know is refused, not passed over', async (t) => {
  t.throws(() => parseDockerfile('FROM a\nADD x y\n'), /ADD/)
  t.throws(() => parseCopy('--chown=1:1 a b'), /--chown/)
  t.throws(() => listContext(t.testdir({}), 'src/**\n'), /src\/\*\*/)
})

test('.dockerignore leaves files out, its last fitting line decides, and a folder stands for what lies in it', async (t) => {
  const folder = t.testdir({
    src: { 'a.ts': '', deep: { 'b.ts': '' } },
    data: { 'c.db': '' },
    '.npmrc': '',
    '.env': '',
  })
  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(join(folder, 'node_modules/x.js'), '')
  t.same(listContext(folder, '# all\n*\n!src\n!.npmrc\nsrc/deep\n').sort(), ['.npmrc', 'src/a.ts'])
  t.same(listContext(folder, 'data\n').sort(), ['.env', '.npmrc', 'src/a.ts', 'src/deep/b.ts'])
})

test('our image runs as a user without privileges and checks its health, and its context holds no secrets', async (t) => {
  const last = parseDockerfile(read('Dockerfile')).at(-1)
  const texts = new Map(last?.instructions.map(({ name, text }) => [name, text]))
  t.match(texts.get('USER'), /^[1-9]\d*:[1-9]\d*$/)
  t.match(texts.get('HEALTHCHECK'), '/health/live')
  t.match(read('.dockerignore'), /^\*$/m, 'everything is left out but what is named')
})
