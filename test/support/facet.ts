// A facet as a test expects it, in one line. It fits the wire and the stores, which shape facets alike.

/** `counts` in their order, each as `value: count`. */
export function facet(counts: readonly string[], { missing = 0, others = 0 } = {}) {
  const values = counts.map((each) => {
    const colon = each.lastIndexOf(': ')
    return { value: each.slice(0, colon), count: Number(each.slice(colon + 2)) }
  })
  return { values, missing, others }
}
