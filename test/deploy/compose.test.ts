// The Dockerfile, compose.yaml and the proxy's file, as the programs that know their rules read them, and held against the service's own
// settings. behind-proxy.test.ts runs what can be run of them; scripts/replay-dockerfile.ts follows the Dockerfile.
import { join } from 'node:path'
import { test } from 'tap'
import { readConfig } from '../../src/config.ts'
import { requireNeed } from '../support/needs.ts'
import { imageEnv, imageVolumes, read, run, secrets } from './deployment-files.ts'
import { findDeploymentTools } from './tools.ts'

const { skip } = requireNeed('deployment')
const tools = findDeploymentTools()!

test('hadolint finds nothing in the Dockerfile', { skip }, async (t) => {
  const { status, output } = run(tools.hadolint, ['--no-color', '--failure-threshold', 'style', 'Dockerfile'])
  t.equal(output, '')
  t.equal(status, 0)
  const bad = t.testdir({ Dockerfile: 'FROM node\nRUN cd /tmp && sudo npm install\n' })
  t.match(run(tools.hadolint, [join(bad, 'Dockerfile')]), { status: 1, stdout: /DL3004/ }, 'it sees what is wrong')
})

type Service = {
  environment: Record<string, string>
  volumes: { source: string; target: string }[]
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  ports?: { host_ip: string; published: string }[]
  networks: Record<string, unknown>
  healthcheck?: { test: string[] }
  deploy: { resources: { limits: { memory: string; cpus: number } } }
}
type Project = { services: Record<string, Service>; networks: Record<string, { internal?: boolean }> }

function loadCompose(env: Record<string, string>): Project {
  const { status, stdout, stderr } = run(tools.composeCheck, ['compose.yaml'], env)
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

test('compose.yaml', { skip }, async (t) => {
  const project = loadCompose(secrets)
  const { proxy, elasticsearch, ...instances } = project.services

  await t.test('asks for each secret that is missing, and what is no compose file is refused', async (t) => {
    for (const name of Object.keys(secrets)) {
      const { status, stderr } = run(tools.composeCheck, ['compose.yaml'], { ...secrets, [name]: '' })
      t.equal(status, 1, name)
      t.match(stderr, `variable ${name} is missing`)
      t.match(read('.env.example'), new RegExp(`^${name}=$`, 'm'), 'the example names it')
    }
    const folder = t.testdir({ 'compose.yaml': 'services:\n  one:\n    image: x\n    volume: [a:/b]\n' })
    t.match(run(tools.composeCheck, [join(folder, 'compose.yaml')]), { status: 1, stderr: /volume/ })
  })

  await t.test('everything runs without privileges, within limits, and only the proxy can be reached', async (t) => {
    t.strictSame(Object.keys(instances), ['likeness-1', 'likeness-2'])
    for (const [name, service] of Object.entries(project.services)) {
      t.strictSame(service.cap_drop, ['ALL'], name)
      t.strictSame(service.security_opt, ['no-new-privileges:true'], name)
      t.ok(Number(service.deploy.resources.limits.memory) > 0 && service.deploy.resources.limits.cpus > 0, name)
      t.equal(service.ports !== undefined, name === 'proxy', `${name}: ports`)
      if (name !== 'elasticsearch') t.equal(service.read_only, true, name)
    }
    t.match(proxy!.ports, [{ host_ip: '127.0.0.1', published: '8080' }])
    t.strictSame(Object.keys(elasticsearch!.networks), ['store'])
    t.equal(project.networks.store!.internal, true)
  })

  await t.test(
    'the instances have settings that the service takes, the same ones, and volumes that the image has',
    async (t) => {
      const configs = Object.values(instances).map(({ environment }) => readConfig({ ...imageEnv, ...environment }))
      t.strictSame(configs[0], configs[1])
      t.match(configs[0], {
        apiKeys: secrets.API_KEYS.split(','),
        cursorSecret: secrets.CURSOR_SECRET,
        storeUrl: `http://elastic:${secrets.ELASTIC_PASSWORD}@elasticsearch:9200/likeness`,
        imagesDir: '/images',
        modelsDir: '/models',
      })
      const volumesOf = (name: string) => instances[name]!.volumes.map(({ source, target }) => `${source}:${target}`)
      t.strictSame(volumesOf('likeness-1'), ['data-1:/data', 'images:/images', 'models:/models'])
      t.strictSame(volumesOf('likeness-2'), ['data-2:/data', 'images:/images', 'models:/models'])
      t.strictSame(instances['likeness-1']!.volumes.map(({ target }) => target).sort(), imageVolumes.toSorted())
    },
  )

  await t.test(
    '.env.example as it stands, with secrets and its pictures in object storage, is taken too',
    async (t) => {
      const lines = read('.env.example').matchAll(/^#?([A-Z_]+)=(.*)$/gm)
      const all = Object.fromEntries([...lines].map(([, name, value]) => [name, value]))
      const { environment } = loadCompose({ ...all, ...secrets }).services['likeness-1']!
      t.match(readConfig({ ...imageEnv, ...environment }), {
        imagesDir: null,
        libraryUrl: 's3://bucket/prefix',
        modelAutoPull: true,
      })
    },
  )
})

test('the proxy’s file is what HAProxy takes, and names the instances', { skip }, async (t) => {
  const check = (file: string, env: Record<string, string>) => run(tools.haproxy, ['-c', '-f', file], env)
  const instances = { INSTANCE_1: '127.0.0.1:1', INSTANCE_2: '127.0.0.1:2' }
  const { status, output } = check('deploy/haproxy.cfg', instances)
  t.equal(status, 0)
  t.notMatch(output, /warning/i)
  const folder = t.testdir({ 'wrong.cfg': read('deploy/haproxy.cfg').replace('balance leastconn', 'balance leastcon') })
  t.match(check(join(folder, 'wrong.cfg'), instances), { status: 1, output: /leastcon/ }, 'it sees what is wrong')
  const named = [...read('deploy/haproxy.cfg').matchAll(/server \S+ "\$\{INSTANCE_\d-(.+?)\}"/g)].map(
    ([, name]) => name,
  )
  const { services } = loadCompose(secrets)
  t.strictSame(
    named,
    Object.keys(services)
      .filter((name) => name.startsWith('likeness-'))
      .map((name) => `${name}:${imageEnv.PORT}`),
  )
  t.match(services.proxy!.volumes, [{ target: '/usr/local/etc/haproxy/haproxy.cfg' }])
})
