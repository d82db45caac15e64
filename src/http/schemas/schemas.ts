// The list of named wire schemas: what validation, serialisation and the OpenAPI file share.
import type { TSchema } from 'typebox'
import { AddImagesResult, AddResult } from './add-images.ts'
import { FileComparison, FileComparisonResult, FileFacts } from './compare-files.ts'
import { Filter } from './filter.ts'
import { AddImagesForm, ImageSearchForm, VectorizeForm } from './forms.ts'
import { Liveness, Readiness } from './health.ts'
import {
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
import { Problem } from './problem.ts'
import { PruneRequest, PruneResult } from './prune.ts'
import { Base64Image, ImageInput, ImageSearch, ModelRef, SearchResult, StoredImageRef, TextSearch } from './search.ts'
import { EncodingFormat, VectorizeInput, VectorizeRequest, VectorizeResult } from './vectorize.ts'

export const schemas: readonly TSchema[] = [
  AddImagesForm,
  AddImagesResult,
  AddResult,
  Base64Image,
  EncodingFormat,
  FileComparison,
  FileComparisonResult,
  FileFacts,
  Filter,
  Hit,
  Image,
  ImageId,
  ImageInput,
  ImageLinks,
  ImageMetadata,
  ImagePage,
  ImagePatch,
  ImageSearch,
  ImageSearchForm,
  Liveness,
  Location,
  ModelRef,
  Problem,
  PruneRequest,
  PruneResult,
  Readiness,
  RelativePath,
  SearchResult,
  StoredImageRef,
  Tags,
  TextSearch,
  VectorizeForm,
  VectorizeInput,
  VectorizeRequest,
  VectorizeResult,
]
