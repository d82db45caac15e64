// The list of named wire schemas: what validation, serialisation and the OpenAPI file share.
import type { TSchema } from 'typebox'
import { AddImagesResult, AddResult } from './add-images.ts'
import { FileComparison, FileComparisonResult, FileFacts } from './compare-files.ts'
import { DuplicateGroup, DuplicateReport } from './duplicates.ts'
import { ImagesDelete, ImagesUpdate, ManyResult } from './edit-many.ts'
import {
  EmbeddingInput,
  EmbeddingModel,
  EmbeddingModelList,
  EmbeddingsRequest,
  EmbeddingsResult,
} from './embeddings.ts'
import { Facet, Facets, FacetsResult } from './facets.ts'
import { Filter, NumberRange, Place, TimeRange } from './filter.ts'
import { AddImagesForm, ComposedSearchForm, ImageSearchForm, VectorizeForm } from './forms.ts'
import { Liveness, Readiness } from './health.ts'
import {
  Contribution,
  Hit,
  Image,
  ImageId,
  ImageLinks,
  ImageMetadata,
  ImagePage,
  ImagePatch,
  Location,
  RelativePath,
  Tags,
} from './image.ts'
import { DocumentsHeader, ImageDocument } from './image-document.ts'
import { ImportLine } from './import-images.ts'
import { IngestJobRequest, Job, JobEvent, JobId, JobList } from './jobs.ts'
import { OpenaiError, Problem } from './problem.ts'
import { PruneRequest, PruneResult } from './prune.ts'
import {
  Base64Image,
  ImageInput,
  ImagePart,
  QueryPart,
  StoredImageRef,
  TextPart,
  UploadRef,
  VectorPart,
} from './query-parts.ts'
import { ComposedSearch, ImageSearch, SearchBatch, TextSearch } from './search.ts'
import { ModelRef, SearchBatchItem, SearchBatchResult, SearchExplanation, SearchResult } from './search-result.ts'
import { Stats } from './stats.ts'
import { EncodingFormat, VectorizeInput, VectorizeRequest, VectorizeResult } from './vectorize.ts'

export const schemas: readonly TSchema[] = [
  AddImagesForm,
  AddImagesResult,
  AddResult,
  Base64Image,
  ComposedSearch,
  ComposedSearchForm,
  Contribution,
  DocumentsHeader,
  DuplicateGroup,
  DuplicateReport,
  EmbeddingInput,
  EmbeddingModel,
  EmbeddingModelList,
  EmbeddingsRequest,
  EmbeddingsResult,
  EncodingFormat,
  Facet,
  Facets,
  FacetsResult,
  FileComparison,
  FileComparisonResult,
  FileFacts,
  Filter,
  Hit,
  Image,
  ImageDocument,
  ImageId,
  ImageInput,
  ImageLinks,
  ImageMetadata,
  ImagePage,
  ImagePart,
  ImagePatch,
  ImageSearch,
  ImageSearchForm,
  ImagesDelete,
  ImagesUpdate,
  ImportLine,
  IngestJobRequest,
  Job,
  JobEvent,
  JobId,
  JobList,
  Liveness,
  Location,
  ManyResult,
  ModelRef,
  NumberRange,
  OpenaiError,
  Place,
  Problem,
  PruneRequest,
  PruneResult,
  QueryPart,
  Readiness,
  RelativePath,
  SearchBatch,
  SearchBatchItem,
  SearchBatchResult,
  SearchExplanation,
  SearchResult,
  Stats,
  StoredImageRef,
  Tags,
  TextPart,
  TextSearch,
  TimeRange,
  UploadRef,
  VectorPart,
  VectorizeForm,
  VectorizeInput,
  VectorizeRequest,
  VectorizeResult,
]
