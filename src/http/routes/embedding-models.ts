// GET /v1/models and /v1/models/{model}: the one model that is served, as client libraries of OpenAI's API ask for it.
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ImageSearch } from '../../image-search.ts'
import { EmbeddingModel, EmbeddingModelList } from '../schemas/embeddings.ts'
import { problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { assertServed } from './embeddings.ts'

const Params = Type.Object(
  { model: Type.String({ minLength: 1, maxLength: 256, description: 'The name of a model.' }) },
  { additionalProperties: false },
)

export async function embeddingModelsRoutes(
  app: FastifyInstance,
  { imageSearch }: { imageSearch: Pick<ImageSearch, 'model'> },
): Promise<void> {
  const served: EmbeddingModel = {
    id: imageSearch.model.name,
    object: 'model',
    created: Math.floor(Date.now() / 1000),
    owned_by: 'likeness',
  }

  app.route({
    method: 'GET',
    url: '/v1/models',
    schema: {
      operationId: 'listModels',
      tags: ['openai'],
      summary: 'List the model that is served',
      response: { 200: { description: 'The models: one.', ...ref(EmbeddingModelList) }, ...problems() },
    },
    handler: async (): Promise<EmbeddingModelList> => ({ object: 'list', data: [served] }),
  })

  app.route({
    method: 'GET',
    url: '/v1/models/:model',
    schema: {
      operationId: 'getModel',
      tags: ['openai'],
      summary: 'Describe a model that is served',
      params: Params,
      response: {
        200: { description: 'The model.', ...ref(EmbeddingModel) },
        ...problems('MODEL_NOT_FOUND'),
      },
    },
    handler: async (request): Promise<EmbeddingModel> => {
      assertServed((request.params as Static<typeof Params>).model, served.id)
      return served
    },
  })
}
