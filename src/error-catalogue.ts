// The error catalogue: every failure the service names, once. errors.ts makes errors of it; docs/errors.md lists each code (a
// test holds the two together).
import { commandErrors } from './command-errors.ts'

export type CatalogueEntry = {
  /** The HTTP status the error leaves with. */
  status: number
  /** The short, constant summary of the kind of problem. */
  title: string
  /** What the reader can do about it, shown on the problem's page. */
  advice: string
}

export const catalogue = {
  // What the client sent
  VALIDATION_FAILED: {
    status: 400,
    title: 'The request does not fit the contract',
    advice: 'Each entry of `errors` names the place as a JSON pointer and what is expected there.',
  },
  BODY_INVALID: {
    status: 400,
    title: 'The body cannot be read',
    advice: 'Send well-formed JSON, a complete multipart body with its boundary, or the bytes of one picture.',
  },
  VECTOR_INVALID: {
    status: 400,
    title: 'The vector is not usable',
    advice: 'Send as many finite numbers as the model has dims, normalised to unit length.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'Another request has this Idempotency-Key',
    advice: 'Take a new key for each request; the same one is only for sending the same request again.',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    title: 'The request is being worked on',
    advice: 'Its first sending has not been answered yet. Try again after `Retry-After` seconds.',
  },
  MODEL_MISMATCH: {
    status: 409,
    title: 'The vectors are of another model',
    advice:
      'Import into a service whose MODEL made them, or add the pictures themselves: vectors of two models cannot be compared.',
  },
  PAGE_TOO_DEEP: {
    status: 400,
    title: 'The page lies too deep',
    advice: 'Narrow the search with a filter or a higher min_score. Lists have pages without end.',
  },
  CURSOR_INVALID: {
    status: 400,
    title: 'The cursor is not usable',
    advice: 'Start again without a cursor, and pass `next_cursor` on as it was given.',
  },
  PATH_INVALID: {
    status: 400,
    title: 'The path is not allowed',
    advice: 'Use a relative path of plain names below the library root, with `/` between them.',
  },
  UNAUTHORIZED: {
    status: 401,
    title: 'An API key is needed',
    advice: 'Send `Authorization: Bearer <key>` with one of the configured API keys.',
  },
  HOST_NOT_ALLOWED: {
    status: 403,
    title: 'The host name is not served',
    advice:
      'Use a loopback address, or add the name to ALLOWED_HOSTS. This guards an open service against DNS rebinding.',
  },
  ORIGIN_NOT_ALLOWED: {
    status: 403,
    title: 'Requests from this origin are not allowed',
    advice: 'Add the web page’s origin to CORS_ORIGINS. This guards the service against cross-site requests.',
  },
  MODEL_NOT_FOUND: {
    status: 404,
    title: 'The service does not serve this model',
    advice:
      'GET /v1/models names the one that it serves; another one is another instance’s, as its MODEL setting says.',
  },
  JOB_NOT_FOUND: {
    status: 404,
    title: 'There is no such job',
    advice: 'GET /jobs lists them; of those that have ended the last thousand are kept.',
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'There is nothing at this address',
    advice: 'The addresses are listed in /openapi.json and shown at /docs.',
  },
  IMAGE_NOT_FOUND: {
    status: 404,
    title: 'No image has this id',
    advice: 'List the ids with GET /images.',
  },
  FILE_NOT_FOUND: {
    status: 404,
    title: 'The image’s file is not in the library',
    advice: 'The record exists but its file was moved or removed. Put it back or delete the record.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The address does not take this method',
    advice: 'The `Allow` header lists the methods it takes.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The request did not arrive in time',
    advice: 'Send the whole body within the time limit.',
  },
  PATH_TAKEN: {
    status: 409,
    title: 'Another picture lies at this path',
    advice: 'Choose another `relative_path`, or replace the picture with `overwrite=true`.',
  },
  IMAGE_ID_TAKEN: {
    status: 409,
    title: 'Another picture has this id',
    advice: 'Choose another `image_id`, or leave it out to have one made from the path.',
  },
  IMAGE_DELETED: {
    status: 409,
    title: 'This picture was deleted',
    advice: 'Deleted pictures stay out until they are asked for again with `restore` (or `--restore` on ingest).',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    advice: 'Send fewer or smaller pictures in one request; the limits are in the README.',
  },
  IMAGE_TOO_LARGE: {
    status: 413,
    title: 'The picture is too large',
    advice: 'Send a picture within the limits of bytes and pixels; they are in the README.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The body’s content type is not taken here',
    advice: 'The content types of each operation are in /openapi.json.',
  },
  UNSUPPORTED_IMAGE_TYPE: {
    status: 415,
    title: 'The file is not a picture of a known format',
    advice: 'Send JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF.',
  },
  PRECONDITION_FAILED: {
    status: 412,
    title: 'The file is not the one that was asked for',
    advice: 'It changed since, as `If-Match` or `If-Unmodified-Since` found. Read it again without the condition.',
  },
  RANGE_NOT_SATISFIABLE: {
    status: 416,
    title: 'The range lies outside the file',
    advice: 'The `Content-Range` header gives the file’s size.',
  },
  IMAGE_UNDECODABLE: {
    status: 422,
    title: 'The picture cannot be decoded',
    advice: 'The file is empty, damaged or cut short. Export or transfer it again.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The address and headers are too large',
    advice: 'Send fewer or shorter parameters, or send them in a body where the operation takes one.',
  },
  // What the service could not do
  INTERNAL: {
    status: 500,
    title: 'The service failed',
    advice: 'The log has the cause under this request id.',
  },
  OVERLOADED: {
    status: 503,
    title: 'The service is at its limit',
    advice: 'Try again after the seconds in `Retry-After`.',
  },
  SHUTTING_DOWN: {
    status: 503,
    title: 'The service is stopping',
    advice: 'Try again after the seconds in `Retry-After`, or another instance.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'The vector store does not answer',
    advice: 'Try again after the seconds in `Retry-After`; the log has the cause.',
  },
  LIBRARY_UNAVAILABLE: {
    status: 503,
    title: 'The storage of the pictures does not answer',
    advice: 'Try again after the seconds in `Retry-After`; the log has the cause. Searches still work.',
  },
  STORE_READ_ONLY: {
    status: 503,
    title: 'The vector store takes no writes',
    advice: 'Searches still work. The message says what must happen before pictures can be added, changed or removed.',
  },
  WORDS_NOT_INDEXED: {
    status: 503,
    title: 'The index holds no words to search for',
    advice: 'Search with `mode` left out, or have the index adopted as the message says.',
  },
  STORE_MISMATCH: {
    status: 503,
    title: 'The store belongs to another vector space',
    advice: 'Use the model that made the store, or bring it to this one with `npx --no likeness index migrate`.',
  },
  INDEX_MISSING: {
    status: 503,
    title: 'The search index is not there',
    advice: 'It was deleted or renamed. Make it with `npx --no likeness index create`, or restore a snapshot.',
  },
  INDEX_RED: {
    status: 503,
    title: 'Part of the search index is not available',
    advice: 'A shard has no copy that serves. Bring its node back; `npx --no likeness doctor` says more.',
  },
  NOT_EMBEDDED_HERE: {
    status: 501,
    title: 'This instance does not embed inputs of that kind',
    advice: 'Ask an instance whose EMBEDDER setting covers it. Searches by a stored picture work on every instance.',
  },
  TEXT_EMBEDDER_UNAVAILABLE: {
    status: 503,
    title: 'The text model does not answer',
    advice: 'Try again after the seconds in `Retry-After`; the log has the cause. Searches by picture still work.',
  },
  TIMED_OUT: {
    status: 504,
    title: 'The work did not finish in time',
    advice: 'Try again, or ask for less: a smaller k, fewer pictures.',
  },
  ...commandErrors,
} as const satisfies Record<string, CatalogueEntry>
