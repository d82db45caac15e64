// The address of a store on nodes of a cluster, for tests and programs without a test.

/** Such as `http://127.0.0.1:40001,127.0.0.1:40002/name`. */
export function storeUrlOf(urls: readonly string[], name: string): string {
  const [first, ...others] = urls.map((url) => new URL(url))
  return `${first!.protocol}//${[first!, ...others].map(({ host }) => host).join(',')}/${name}`
}
