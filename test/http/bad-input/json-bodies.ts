// Bad JSON, by what is wrong with it. ../bad-input.test.ts sends them; test/fixtures/bad-input/json-bodies.json has the answers.
import type { Exchange } from '../../support/exchange.ts'

const type = { 'content-type': 'application/json' }
const longText = 'picture '.repeat(131_072)

function send(path: string, body: string, method = 'POST'): Exchange {
  return { method, path, headers: type, body }
}

/** The text search, with what `value` holds as JSON. */
const text = (json: string) => send('/search/text', json)
const parts = (json: string) => send('/search', `{"parts":${json}}`)
const filter = (json: string) => text(`{"query":"a cat","filter":${json}}`)
const vectorize = (json: string) => send('/vectorize', json)
const picture = (json: string) => send('/search/image', json)
const patch = (json: string) => send('/images/IMG_4032', json, 'PATCH')

export const jsonBodies: Record<string, Exchange> = {
  'an empty body': text(''),
  'JSON cut short': text('{"query":"a cat"'),
  'NaN, which JSON does not have': text('{"query":"a cat","min_score":NaN}'),
  'a body of null': text('null'),
  'a body that is a list': text('[]'),
  'no query': text('{"k":3}'),
  'a query that is a number': text('{"query":7}'),
  'an empty query': text('{"query":""}'),
  'a query of spaces': text('{"query":" \\t\\u00a0\\u3000"}'),
  'a query of 1 MB': text(JSON.stringify({ query: longText })),
  'a query of 100 kB': text(JSON.stringify({ query: longText.slice(0, 100_000) })),
  'half of a surrogate pair in the query': text('{"query":"a cat \\ud83d"}'),
  'half of a surrogate pair in a filter': text('{"query":"a cat","filter":{"tags":{"any":["\\udc08"]}}}'),
  'NUL in the query': text('{"query":"a cat\\u0000"}'),
  'an unknown field': text('{"query":"a cat","limit":3}'),
  'an unknown field with a name of 100 kB': text(JSON.stringify({ query: 'a cat', [longText.slice(0, 100_000)]: 1 })),
  'an unknown field named by half of a surrogate pair': text('{"query":"a cat","\\ud83d":1}'),
  'a field that means the prototype': text('{"query":"a cat","__proto__":{"k":3}}'),
  'a field that means the constructor': text('{"query":"a cat","constructor":{"prototype":{"k":3}}}'),
  'nesting 100,000 deep': text(`{"query":"a cat","filter":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  'k of 0': text('{"query":"a cat","k":0}'),
  'k as text': text('{"query":"a cat","k":"10"}'),
  'k of 1001': text('{"query":"a cat","k":1001}'),
  'k of 1e999, which overflows': text('{"query":"a cat","k":1e999}'),
  'a fractional k': text('{"query":"a cat","k":1.5}'),
  'k of null': text('{"query":"a cat","k":null}'),
  'num_candidates below k': text('{"query":"a cat","k":5,"num_candidates":4}'),
  'num_candidates below the default k': text('{"query":"a cat","num_candidates":9}'),
  'min_score above 1': text('{"query":"a cat","min_score":1.01}'),
  'an unknown field name among fields': text('{"query":"a cat","fields":["image_name","pixels"]}'),
  'a filter as text': text('{"query":"a cat","filter":"cats"}'),
  'an unknown condition': text('{"query":"a cat","filter":{"colour":"red"}}'),
  'tags that are no list': text('{"query":"a cat","filter":{"tags":{"any":"cats"}}}'),
  'a range without ends': filter('{"taken_at":{}}'),
  'a range that is reversed': filter('{"taken_at":{"from":"2024-06-01","before":"2024-05-01"}}'),
  'a range of no moment': filter('{"not":{"added_at":{"from":"2024-06-01","before":"2024-06-01T00:00:00Z"}}}'),
  'a day that is none': filter('{"taken_at":{"from":"2023-02-29"}}'),
  'a day in words': filter('{"taken_at":{"from":"last summer"}}'),
  'sizes that are reversed': filter('{"or":[{},{"width":{"min":2,"max":1}}]}'),
  'a size below 0': filter('{"height":{"min":-1}}'),
  'a size and a half': filter('{"size_bytes":{"max":1.5}}'),
  'an unknown format': filter('{"format":["jpg"]}'),
  'no format at all': filter('{"format":[]}'),
  'facets of nothing': text('{"query":"a cat","facets":[]}'),
  'a facet that is none': text('{"query":"a cat","facets":["tags","size"]}'),
  'a facet that is no list': text('{"query":"a cat","facets":"tags"}'),
  'an unknown orientation': filter('{"orientation":["diagonal"]}'),
  'a place of nothing': filter('{"location":{}}'),
  'a circle without a radius': filter('{"location":{"within":{"centre":{"lat":0,"lon":0}}}}'),
  'a radius of 0': filter('{"location":{"within":{"centre":{"lat":0,"lon":0},"radius_m":0}}}'),
  'a circle around nowhere': filter('{"location":{"within":{"centre":{"lat":-90.1,"lon":0},"radius_m":1}}}'),
  'a box upside down': filter('{"location":{"box":{"north":1,"south":2,"east":0,"west":0}}}'),
  'a box without an edge': filter('{"location":{"box":{"north":1,"south":0,"east":0}}}'),
  'a longitude of 181': filter('{"location":{"box":{"north":1,"south":0,"east":181,"west":0}}}'),
  'one of no filters': filter('{"or":[]}'),
  'one of a filter that is no list': filter('{"or":{}}'),
  'a filter 9 levels deep': filter(`${'{"not":'.repeat(8)}{}${'}'.repeat(8)}`),
  'a filter 1,000 levels deep': filter(`${'{"and":[{}, '.repeat(999)}{}${']}'.repeat(999)}`),
  'a filter of 257 filters': filter(
    `{"or":[${Array(4)
      .fill(`{"or":[${Array(63).fill('{}').join()}]}`)
      .join()}]}`,
  ),
  'an image id that is none in a filter': filter('{"image_ids":["../x"]}'),

  'no inputs': vectorize('{"inputs":[]}'),
  '65 inputs': vectorize(JSON.stringify({ inputs: Array.from({ length: 65 }, () => ({ text: 'a cat' })) })),
  'an input that is nothing': vectorize('{"inputs":[{"text":"a cat"},{}]}'),
  'an input that is two things': vectorize('{"inputs":[{"text":"a cat","image":{"image_id":"IMG_4032"}}]}'),
  'a text of spaces among good ones': vectorize('{"inputs":[{"text":"a cat"},{"text":"  "}]}'),
  'an unknown encoding': vectorize('{"inputs":[{"text":"a cat"}],"encoding_format":"hex"}'),
  'base64 without its padding': vectorize('{"inputs":[{"image":{"base64":"/9j/4AA"}}]}'),
  'base64 for addresses': vectorize('{"inputs":[{"image":{"base64":"_9j_4AAQ"}}]}'),
  'base64 with a line end': vectorize('{"inputs":[{"image":{"base64":"/9j/\\n4AA="}}]}'),
  'base64 as a data URL': vectorize('{"inputs":[{"image":{"base64":"data:image/png;base64,AAAA"}}]}'),
  'empty base64': vectorize('{"inputs":[{"image":{"base64":""}}]}'),
  'base64 of words': vectorize(`{"inputs":[{"image":{"base64":"${btoa('these are words')}"}}]}`),
  'an unknown image among the inputs': vectorize('{"inputs":[{"text":"a cat"},{"image":{"image_id":"nobody"}}]}'),
  'a picture by URL': vectorize('{"inputs":[{"image":{"url":"https://example.com/cat.jpg"}}]}'),

  'no parts': parts('[]'),
  'seventeen parts': parts(`[${Array(17).fill('{"text":"a cat"}').join()}]`),
  'a part of nothing': parts('[{"weight":1}]'),
  'a part of words and a picture': parts('[{"text":"a cat","image":{"image_id":"IMG_4032"}}]'),
  'a part of an empty text': parts('[{"text":""}]'),
  'a weight of 3': parts('[{"text":"a cat","weight":3}]'),
  'a weight of NaN': parts('[{"text":"a cat","weight":NaN}]'),
  'a weight that is infinite': parts('[{"text":"a cat","weight":1e999}]'),
  'a weight as text': parts('[{"text":"a cat","weight":"1"}]'),
  'weights that are all 0': parts('[{"text":"a cat","weight":0},{"text":"a dog","weight":0}]'),
  'parts that cancel each other out': parts('[{"text":"a cat"},{"text":"a cat","weight":-1}]'),
  'a part of an unknown image': parts('[{"text":"a cat"},{"image":{"image_id":"nobody"}}]'),
  'a part that names a file where there is none': parts('[{"image":{"upload":0}}]'),
  'a vector of 3 numbers': parts('[{"vector":[1,2,3]}]'),
  'a vector of zeros': parts(`[{"vector":[${Array(512).fill(0).join()}]}]`),
  'a vector beyond float32': parts(`[{"vector":[${Array(512).fill('1e300').join()}]}]`),
  'a vector with a word': parts('[{"vector":["1"]}]'),
  'an excluded part with a negative weight': text('{"query":"a cat","exclude":[{"text":"a dog","weight":-0.5}]}'),
  'an excluded picture of words': text(
    `{"query":"a cat","exclude":[{"image":{"base64":"${btoa('these are words')}"}}]}`,
  ),
  'a cursor that is none': text('{"query":"a cat","cursor":"none"}'),
  'a cursor that is empty': text('{"query":"a cat","cursor":""}'),
  'a cursor that is forged': text(
    `{"query":"a cat","cursor":"${btoa(`${'x'.repeat(16)}[{"score":1,"imageId":"a","depth":1},"x"]`)}"}`,
  ),
  'no searches': send('/search/batch', '{"searches":[]}'),
  'thirty-three searches': send(
    '/search/batch',
    `{"searches":[${Array(33).fill('{"parts":[{"text":"a cat"}]}').join()}]}`,
  ),
  'a search among others that is not one': send(
    '/search/batch',
    '{"searches":[{"parts":[{"text":"a cat"}]},{"parts":[{"text":"a cat"}],"k":0}]}',
  ),

  'a search by an unknown image': picture('{"image":{"image_id":"nobody"}}'),
  'a search by an image id that is a path': picture('{"image":{"image_id":"../../data"}}'),
  'a search by nothing': picture('{"k":3}'),
  'a search by base64 and an id at once': picture('{"image":{"base64":"AAAA","image_id":"IMG_4032"}}'),

  'a change of nothing': patch('{}'),
  'a change of the id': patch('{"image_id":"IMG_1"}'),
  'a name of 256 characters': patch(JSON.stringify({ image_name: 'n'.repeat(256) })),
  'a name that is cleared': patch('{"image_name":null}'),
  'one tag twice': patch('{"tags":["sea","sea"]}'),
  'an empty tag': patch('{"tags":["sea",""]}'),
  'half of a surrogate pair in a tag': patch('{"tags":["sea","\\ud83c"]}'),
  'a time in words': patch('{"taken_at":"yesterday"}'),
  'a time on 30 February': patch('{"taken_at":"2024-02-30T00:00:00Z"}'),
  'a leap second': patch('{"taken_at":"2016-12-31T23:59:60Z"}'),
  'a time zone without minutes': patch('{"taken_at":"2024-05-17T18:03:00+05"}'),
  'a time before the year 0 in UTC': patch('{"taken_at":"0000-01-01T00:00:00+01:00"}'),
  'a time after the year 9999 in UTC': patch('{"taken_at":"9999-12-31T23:59:59-01:00"}'),
  'a latitude of 91': patch('{"location":{"lat":91,"lon":0}}'),
  'a latitude alone': patch('{"location":{"lat":52}}'),
  'a latitude as text': patch('{"location":{"lat":"52","lon":0}}'),
  'a change of an unknown image': send('/images/nobody', '{"tags":["sea"]}', 'PATCH'),
}
