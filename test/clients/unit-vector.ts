// A vector for documents of imports: of unit length, along one axis.
export function unitVector(dims: number, at = 0): number[] {
  return Array.from({ length: dims }, (_, i) => (i === at ? 1 : 0))
}
