// What each operation takes and gives, read off the generated types. likeness-client.ts makes methods of them.
import type { components, operations } from './generated/contract.ts'

export type OperationId = keyof operations

/** A line of the answer to an import. */
export type ImportLine = components['schemas']['ImportLine']
/** What following a job yields: the job as it is now, and at its `end`. */
export type JobEvent = { event: components['schemas']['JobEvent']['event']; data: components['schemas']['Job'] }

type Parameters<Id extends OperationId> = operations[Id]['parameters']
/** Empty where there are none, or none but optional ones that nobody gives. */
type Fields<T> = [NonNullable<T>] extends [never] ? unknown : NonNullable<T>
type Content<Id extends OperationId> = operations[Id] extends { requestBody: { content: infer C } } ? C : never

type BodyTypes = {
  'application/x-ndjson': string | Blob | ReadableStream<Uint8Array>
  'multipart/form-data': FormData
}
/** A form may be given as an object of its fields, or made already; a picture also as bytes. */
type Body<C> = {
  [Type in keyof C]:
    | (Type extends keyof BodyTypes ? BodyTypes[Type] : never)
    | (Type extends 'application/x-ndjson' ? never : C[Type])
    | (C[Type] extends Blob ? ArrayBuffer | Uint8Array<ArrayBuffer> : never)
}[keyof C]

type Flat<T> = { [Name in keyof T]: T[Name] }

/** The parameters of an operation by their names, wherever they are sent, and its body as `body`. */
export type RequestOf<Id extends OperationId> = Flat<
  Fields<Parameters<Id>['path']> &
    Fields<Parameters<Id>['query']> &
    Fields<Parameters<Id>['header']> &
    ([Content<Id>] extends [never] ? unknown : { body: Body<Content<Id>> })
>

type Success = 200 | 201 | 202 | 204 | 206
type AnswerContent<Id extends OperationId> = {
  [Status in keyof operations[Id]['responses'] & Success]: operations[Id]['responses'][Status] extends {
    content: infer C
  }
    ? C
    : { none: undefined }
}[keyof operations[Id]['responses'] & Success]
type Value<C> = C extends unknown
  ? {
      [Type in keyof C]: Type extends 'application/x-ndjson'
        ? AsyncGenerator<ImportLine>
        : Type extends 'text/event-stream'
          ? AsyncGenerator<JobEvent>
          : C[Type]
    }[keyof C]
  : never

/** The answer's JSON; a Blob for a picture; what can be iterated for an answer that comes piece by piece. */
export type AnswerOf<Id extends OperationId> = Value<AnswerContent<Id>>

export type CallOptions = {
  /** Ends the call, also while it waits to send again. */
  signal?: AbortSignal | undefined
  /** Sent beside the client's own. */
  headers?: Record<string, string> | undefined
}

/** One operation as a method. */
export type Call<Id extends OperationId> =
  Record<never, never> extends RequestOf<Id>
    ? (request?: RequestOf<Id>, options?: CallOptions) => Promise<AnswerOf<Id>>
    : (request: RequestOf<Id>, options?: CallOptions) => Promise<AnswerOf<Id>>
