// deploy/kubernetes.yaml, by Kubernetes' own schemas, by whether its parts fit each other, and by the service's own settings.
import { join } from 'node:path'
import { test } from 'tap'
import { parse, parseAllDocuments } from 'yaml'
import { readConfig } from '../../src/config.ts'
import { requireNeed } from '../support/needs.ts'
import { imageEnv, imageVolumes, read, run, secrets } from './deployment-files.ts'
import { findDeploymentTools } from './tools.ts'

const { skip } = requireNeed('deployment')
const tools = findDeploymentTools()!

type Labels = Record<string, string>
type Selector = { matchLabels: Labels }
type Resource<Spec> = { kind: string; metadata: { name: string }; spec: Spec; data?: Record<string, string> }
type Probe = { httpGet: { path: string; port: string } }
type Pod = {
  securityContext: object
  containers: [
    {
      ports: { name: string; containerPort: number }[]
      securityContext: object
      volumeMounts: { name: string; mountPath: string }[]
      startupProbe: Probe
      livenessProbe: Probe
      readinessProbe: Probe
    },
  ]
  volumes: { name: string; persistentVolumeClaim?: { claimName: string } }[]
}
type Deployment = { selector: Selector; template: { metadata: { labels: Labels }; spec: Pod } }

test('deploy/kubernetes.yaml', { skip }, async (t) => {
  const resources = parseAllDocuments(read('deploy/kubernetes.yaml')).map((one) => one.toJS() as Resource<unknown>)
  const find = <Spec>(kind: string) => resources.find((one) => one.kind === kind) as Resource<Spec>
  const deployment = find<Deployment>('Deployment').spec
  const pod = deployment.template.spec
  const [container] = pod.containers

  await t.test('is what Kubernetes’ own schemas allow, and nothing that they do not know', async (t) => {
    for (const version of ['1.34.0', '1.37.0']) {
      const options = ['--strict', '--quiet', '--kubernetes-version', version]
      const { status, output } = run(tools.kubernetesValidate, [...options, 'deploy/kubernetes.yaml'])
      t.equal(status, 0, `${version} ${output}`)
      const wrong = read('deploy/kubernetes.yaml').replace('readOnlyRootFilesystem', 'readOnlyRootFileSystem')
      const folder = t.testdir({ 'wrong.yaml': wrong })
      const refused = run(tools.kubernetesValidate, [...options, join(folder, 'wrong.yaml')])
      t.not(refused.status, 0, 'it sees what is wrong')
      t.match(refused.output, 'readOnlyRootFileSystem')
    }
  })

  await t.test('its parts mean each other', async (t) => {
    const labels = deployment.template.metadata.labels
    const selectors = [
      deployment.selector.matchLabels,
      find<{ selector: Selector }>('PodDisruptionBudget').spec.selector.matchLabels,
      find<{ podSelector: Selector }>('NetworkPolicy').spec.podSelector.matchLabels,
      find<{ selector: Labels }>('Service').spec.selector,
    ]
    for (const selector of selectors) t.strictSame(selector, labels)
    t.match(find('HorizontalPodAutoscaler').spec as object, {
      scaleTargetRef: { kind: 'Deployment', name: find('Deployment').metadata.name },
      metrics: [{ pods: { metric: { name: parse(read('deploy/prometheus-adapter.yaml')).rules.custom[0].name.as } } }],
    })
    const claims = resources.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ metadata }) => metadata.name)
    t.strictSame(
      pod.volumes.flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []),
      claims,
    )
    t.strictSame(container.volumeMounts.map(({ name }) => name).sort(), pod.volumes.map(({ name }) => name).sort())
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      t.equal(container[probe].httpGet.port, 'http', probe)
    }
    t.equal(container.readinessProbe.httpGet.path, '/health/ready')
  })

  await t.test('fits the image, and the service takes its settings', async (t) => {
    t.match(container.ports, [{ name: 'http', containerPort: Number(imageEnv.PORT) }])
    const mounted = container.volumeMounts.map(({ mountPath }) => mountPath)
    t.strictSame(mounted.sort(), [...imageVolumes, '/tmp'].sort())
    t.match(container.securityContext, { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false })
    t.match(pod.securityContext, { runAsNonRoot: true, runAsUser: 1000 })
    const { ELASTIC_PASSWORD, ...secret } = { ...secrets, STORE_API_KEY: 'a-key-of-the-cluster' }
    t.match(readConfig({ ...imageEnv, ...find('ConfigMap').data, ...secret }), {
      storeUrl: 'https://elasticsearch.elastic.svc:9200/likeness',
      imagesDir: '/images',
    })
    for (const name of Object.keys(secret)) t.match(read('deploy/kubernetes.yaml'), `--from-literal=${name}=`)
  })
})
