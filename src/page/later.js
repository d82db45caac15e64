// Parts of the page that are loaded when they are first needed, so that a first visit does not carry them.

/**
 * `get` loads the part once; what fails is tried again the next time. `now` is the part where it is there already.
 *
 * @template Part
 * @param {() => Promise<Part>} load
 */
export function createLater(load) {
  /** @type {Promise<Part> | undefined} */
  let loading
  /** @type {Part | undefined} */
  let part

  async function get() {
    loading ??= load()
    try {
      part = await loading
      return part
    } catch (error) {
      loading = undefined
      throw error
    }
  }

  return { get, now: () => part }
}
