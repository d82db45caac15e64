// The requests that the demo invites to try, as lines for a POSIX shell. The demo's test runs them as they are printed.

/** `picturePath` is a picture file to search with and to add. */
export function curlLines(url: string, picturePath: string): string[] {
  const picture = quote(`image=@${picturePath}`)
  return [
    `curl '${url}/search/text?q=a+cat&k=3'`,
    `curl '${url}/search/text?q=a+cup+of+coffee&k=3'`,
    `curl ${url}/search/text -H 'content-type: application/json' -d '{"query": "a rocket launch", "k": 3}'`,
    `curl ${url}/search/image -F ${picture} -F k=3`,
    `curl ${url}/images -F ${picture}`,
  ]
}

/** One word for the shell, whatever is in it. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
