// Generated from openapi/openapi.yaml by `npm run clients`.
import type { Call } from '../operation-types.ts'

export interface Operations {
  /**
   * Whether the process runs: `GET /health/live`.
   */
  getLiveness: Call<'getLiveness'>

  /**
   * Whether requests can be served, by which model and store: `GET /health/ready`.
   */
  getReadiness: Call<'getReadiness'>

  /**
   * What the service counts of itself, for Prometheus: `GET /metrics`.
   *
   * In the text format of Prometheus, 0.0.4. It tells of usage, so it wants a key where the service has keys.
   */
  getMetrics: Call<'getMetrics'>

  /**
   * Turn texts and pictures into vectors: `POST /vectorize`.
   *
   * One vector an input, in order, all or nothing: the first input that fails is the answer. A picture may be sent as base64 in JSON, as a file in a form, or as the whole body. Pictures by URL are not taken.
   */
  vectorize: Call<'vectorize'>

  /**
   * Turn texts and pictures into vectors, as OpenAI’s API does: `POST /v1/embeddings`.
   *
   * One vector an input, in order, all or nothing; the vectors are those of `POST /vectorize`. A picture is a data URI of an image type, in base64. Arrays of token ids are not taken.
   */
  createEmbeddings: Call<'createEmbeddings'>

  /**
   * List the model that is served: `GET /v1/models`.
   */
  listModels: Call<'listModels'>

  /**
   * Describe a model that is served: `GET /v1/models/{model}`.
   */
  getModel: Call<'getModel'>

  /**
   * Find pictures by words, from an address bar: `GET /search/text`.
   */
  searchByTextInAddress: Call<'searchByTextInAddress'>

  /**
   * Find pictures by words: `POST /search/text`.
   */
  searchByText: Call<'searchByText'>

  /**
   * Find pictures like a picture: `POST /search/image`.
   *
   * The picture is a file in a form, the whole body, or in JSON its base64 or the id of a stored one, which is then left out of the hits. Parameters in the body win over those in the address.
   */
  searchByImage: Call<'searchByImage'>

  /**
   * Find pictures like a stored one: `GET /images/{image_id}/similar`.
   */
  findSimilarImages: Call<'findSimilarImages'>

  /**
   * Find pictures by words, pictures and vectors together: `POST /search`.
   *
   * The vectors of the parts are added up by their weights; a negative weight pushes away. Pictures are base64, ids of stored ones, or files of a form, which parts name by their number.
   */
  search: Call<'search'>

  /**
   * Answer many searches in one call: `POST /search/batch`.
   *
   * All or nothing: the first search that fails is the answer. What they hold is embedded together.
   */
  searchBatch: Call<'searchBatch'>

  /**
   * List images by id, name or time: `GET /images`.
   */
  listImages: Call<'listImages'>

  /**
   * Add pictures: `POST /images`.
   *
   * One or many files in a form, or one picture as the whole body with its metadata in the address. One picture: 201 when it is new, 200 when it was there, or its problem. Several: 200 with a result each, or a 503 where none of them could be taken now. A picture is searchable when the call returns. In a form, metadata in the address holds for a file whose own entry says nothing.
   */
  addImages: Call<'addImages'>

  /**
   * Find the files that are stored as they are: `POST /images/compare`.
   *
   * A file whose size and time of modification are those that were recorded with its vector need not be sent again. Changes nothing.
   */
  compareFiles: Call<'compareFiles'>

  /**
   * Forget images whose files are gone: `POST /images/prune`.
   *
   * Looks for the files of a page of images and removes the records of those that are gone from the library; by default it only tells them. A file that comes back can be added again.
   */
  pruneImages: Call<'pruneImages'>

  /**
   * Find copies and bursts in the library: `GET /images/duplicates`.
   *
   * Looks at the vectors of all images that match, once; 100,000 take some seconds. One such report is made at a time.
   */
  findDuplicates: Call<'findDuplicates'>

  /**
   * Change the metadata of all images that match: `POST /images/update`.
   *
   * Sets fields, and adds and removes tags beside those that an image has; by default it only tells which images match. Call it with `next_cursor` until that is null.
   */
  updateImages: Call<'updateImages'>

  /**
   * Remove all images that match: `POST /images/delete`.
   *
   * Does to each what DELETE /images/{image_id} does: removes the record, and the file when it came by upload. By default it only tells which images match. Call it with `next_cursor` until that is null.
   */
  deleteImages: Call<'deleteImages'>

  /**
   * Add images with their vectors: `POST /images/import`.
   *
   * Takes documents of the known form, one JSON object a line, as `likeness export` writes them: nothing is embedded, and no file is read. The answer has a line for each, in order, while the request is still being read; the last one has the sums and comes when everything is searchable. A failed line does not stop the others, and the same import again finds what is stored already unchanged. Under an `Idempotency-Key` it has at most 5,000 lines, and its answer comes at the end.
   */
  importImages: Call<'importImages'>

  /**
   * Read one image’s record: `GET /images/{image_id}`.
   */
  getImage: Call<'getImage'>

  /**
   * Change an image’s metadata: `PATCH /images/{image_id}`.
   *
   * What is not named stays as it is; null clears a value (RFC 7396).
   */
  updateImage: Call<'updateImage'>

  /**
   * Remove an image: `DELETE /images/{image_id}`.
   *
   * Removes the record, and the file when it came by upload. A later ingest leaves the picture out unless it is told to restore it.
   */
  deleteImage: Call<'deleteImage'>

  /**
   * Count images by tag, year, folder, format and camera: `GET /images/facets`.
   *
   * Counts all images that match the filter, or the whole library.
   */
  getFacets: Call<'getFacets'>

  /**
   * Take in pictures of the library: `POST /jobs/ingest`.
   *
   * Does what `likeness ingest` does, in the service: folders of its library only. One job runs at a time in each instance; the others wait. A job outlives the instance that works on it: another one, or the next start, goes on with it.
   */
  startIngestJob: Call<'startIngestJob'>

  /**
   * List jobs, the newest first: `GET /jobs`.
   */
  listJobs: Call<'listJobs'>

  /**
   * Read how far a job is: `GET /jobs/{job_id}`.
   */
  getJob: Call<'getJob'>

  /**
   * Cancel a job: `POST /jobs/{job_id}/cancel`.
   *
   * A job that waits is cancelled at once; one that runs ends within a few seconds. What it has done stays. One that has ended stays as it is.
   */
  cancelJob: Call<'cancelJob'>

  /**
   * Follow a job by server-sent events: `GET /jobs/{job_id}/events`.
   *
   * An event `progress` with the job whenever it has changed, then one `end`, and the stream ends.
   */
  followJob: Call<'followJob'>

  /**
   * Read the original file: `GET /images/{image_id}/content`.
   *
   * Takes the other conditions of RFC 9110 as well.
   */
  getImageContent: Call<'getImageContent'>

  /**
   * Read a small picture of the image: `GET /images/{image_id}/thumbnail`.
   */
  getImageThumbnail: Call<'getImageThumbnail'>

  /**
   * Tell how large the library is: `GET /stats`.
   */
  getStats: Call<'getStats'>
}

export const operationTable = {
  getLiveness: {"method":"GET","path":"/health/live","headers":[],"body":[]},
  getReadiness: {"method":"GET","path":"/health/ready","headers":[],"body":[]},
  getMetrics: {"method":"GET","path":"/metrics","headers":[],"body":[]},
  vectorize: {"method":"POST","path":"/vectorize","headers":[],"body":["application/json","multipart/form-data","application/octet-stream"],"formFields":["text","image"]},
  createEmbeddings: {"method":"POST","path":"/v1/embeddings","headers":[],"body":["application/json"]},
  listModels: {"method":"GET","path":"/v1/models","headers":[],"body":[]},
  getModel: {"method":"GET","path":"/v1/models/{model}","headers":[],"body":[]},
  searchByTextInAddress: {"method":"GET","path":"/search/text","headers":[],"body":[]},
  searchByText: {"method":"POST","path":"/search/text","headers":[],"body":["application/json"]},
  searchByImage: {"method":"POST","path":"/search/image","headers":[],"body":["application/json","multipart/form-data","application/octet-stream"]},
  findSimilarImages: {"method":"GET","path":"/images/{image_id}/similar","headers":[],"body":[]},
  search: {"method":"POST","path":"/search","headers":[],"body":["application/json","multipart/form-data"],"formFields":["image"]},
  searchBatch: {"method":"POST","path":"/search/batch","headers":[],"body":["application/json"]},
  listImages: {"method":"GET","path":"/images","headers":[],"body":[]},
  addImages: {"method":"POST","path":"/images","headers":["idempotency-key"],"body":["multipart/form-data","application/octet-stream"]},
  compareFiles: {"method":"POST","path":"/images/compare","headers":[],"body":["application/json"]},
  pruneImages: {"method":"POST","path":"/images/prune","headers":[],"body":["application/json"]},
  findDuplicates: {"method":"GET","path":"/images/duplicates","headers":[],"body":[]},
  updateImages: {"method":"POST","path":"/images/update","headers":[],"body":["application/json"]},
  deleteImages: {"method":"POST","path":"/images/delete","headers":[],"body":["application/json"]},
  importImages: {"method":"POST","path":"/images/import","headers":["idempotency-key"],"body":["application/x-ndjson"]},
  getImage: {"method":"GET","path":"/images/{image_id}","headers":[],"body":[]},
  updateImage: {"method":"PATCH","path":"/images/{image_id}","headers":[],"body":["application/json","application/merge-patch+json"]},
  deleteImage: {"method":"DELETE","path":"/images/{image_id}","headers":[],"body":[]},
  getFacets: {"method":"GET","path":"/images/facets","headers":[],"body":[]},
  startIngestJob: {"method":"POST","path":"/jobs/ingest","headers":[],"body":["application/json"]},
  listJobs: {"method":"GET","path":"/jobs","headers":[],"body":[]},
  getJob: {"method":"GET","path":"/jobs/{job_id}","headers":[],"body":[]},
  cancelJob: {"method":"POST","path":"/jobs/{job_id}/cancel","headers":[],"body":[]},
  followJob: {"method":"GET","path":"/jobs/{job_id}/events","headers":[],"body":[]},
  getImageContent: {"method":"GET","path":"/images/{image_id}/content","headers":["range","if-none-match"],"body":[]},
  getImageThumbnail: {"method":"GET","path":"/images/{image_id}/thumbnail","headers":["if-none-match"],"body":[]},
  getStats: {"method":"GET","path":"/stats","headers":[],"body":[]},
}
