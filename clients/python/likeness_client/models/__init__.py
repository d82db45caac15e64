"""Contains all the data models used in inputs/outputs"""

from .add_images_form import AddImagesForm
from .add_images_result import AddImagesResult
from .add_result import AddResult
from .add_status import AddStatus
from .attribute_changes import AttributeChanges
from .attribute_condition import AttributeCondition
from .attribute_filter import AttributeFilter
from .attribute_type import AttributeType
from .attribute_values import AttributeValues
from .attributes import Attributes
from .base_64_image import Base64Image
from .box import Box
from .circle import Circle
from .collapse import Collapse
from .composed_search import ComposedSearch
from .composed_search_form import ComposedSearchForm
from .contribution import Contribution
from .documents_header import DocumentsHeader
from .duplicate_group import DuplicateGroup
from .duplicate_image import DuplicateImage
from .duplicate_report import DuplicateReport
from .embedding import Embedding
from .embedding_model import EmbeddingModel
from .embedding_model_list import EmbeddingModelList
from .embeddings_request import EmbeddingsRequest
from .embeddings_result import EmbeddingsResult
from .embeddings_usage import EmbeddingsUsage
from .encoding_format import EncodingFormat
from .explained_part import ExplainedPart
from .facet import Facet
from .facet_count import FacetCount
from .facet_name import FacetName
from .facets import Facets
from .facets_result import FacetsResult
from .failed_image import FailedImage
from .file_comparison import FileComparison
from .file_comparison_result import FileComparisonResult
from .file_facts import FileFacts
from .file_origin import FileOrigin
from .filter_ import Filter
from .folded_hits import FoldedHits
from .hit import Hit
from .hit_field import HitField
from .image import Image
from .image_document import ImageDocument
from .image_format import ImageFormat
from .image_links import ImageLinks
from .image_metadata import ImageMetadata
from .image_order import ImageOrder
from .image_page import ImagePage
from .image_part import ImagePart
from .image_patch import ImagePatch
from .image_ref import ImageRef
from .image_search import ImageSearch
from .image_search_form import ImageSearchForm
from .image_to_vectorize import ImageToVectorize
from .images_delete import ImagesDelete
from .images_update import ImagesUpdate
from .import_line import ImportLine
from .import_status import ImportStatus
from .import_summary import ImportSummary
from .ingest_job_request import IngestJobRequest
from .input_type import InputType
from .input_vector import InputVector
from .job import Job
from .job_event import JobEvent
from .job_event_name import JobEventName
from .job_fault import JobFault
from .job_kind import JobKind
from .job_links import JobLinks
from .job_list import JobList
from .job_problem import JobProblem
from .job_progress import JobProgress
from .job_progress_counts import JobProgressCounts
from .job_state import JobState
from .liveness import Liveness
from .location import Location
from .many_result import ManyResult
from .model_ref import ModelRef
from .number_range import NumberRange
from .openai_error import OpenaiError
from .orientation import Orientation
from .part_type import PartType
from .place import Place
from .problem import Problem
from .problem_place import ProblemPlace
from .prune_request import PruneRequest
from .prune_result import PruneResult
from .readiness import Readiness
from .relevance import Relevance
from .search_batch import SearchBatch
from .search_batch_item import SearchBatchItem
from .search_batch_result import SearchBatchResult
from .search_explanation import SearchExplanation
from .search_kind import SearchKind
from .search_mode import SearchMode
from .search_result import SearchResult
from .served_model import ServedModel
from .served_store import ServedStore
from .stats import Stats
from .stats_attributes import StatsAttributes
from .stats_formats import StatsFormats
from .stored_image_ref import StoredImageRef
from .tag_condition import TagCondition
from .text_part import TextPart
from .text_search import TextSearch
from .text_to_vectorize import TextToVectorize
from .thumbnail_size import ThumbnailSize
from .time_range import TimeRange
from .upload_ref import UploadRef
from .vector_part import VectorPart
from .vector_space import VectorSpace
from .vectorize_form import VectorizeForm
from .vectorize_request import VectorizeRequest
from .vectorize_result import VectorizeResult

__all__ = (
    "AddImagesForm",
    "AddImagesResult",
    "AddResult",
    "AddStatus",
    "AttributeChanges",
    "AttributeCondition",
    "AttributeFilter",
    "AttributeType",
    "AttributeValues",
    "Attributes",
    "Base64Image",
    "Box",
    "Circle",
    "Collapse",
    "ComposedSearch",
    "ComposedSearchForm",
    "Contribution",
    "DocumentsHeader",
    "DuplicateGroup",
    "DuplicateImage",
    "DuplicateReport",
    "Embedding",
    "EmbeddingModel",
    "EmbeddingModelList",
    "EmbeddingsRequest",
    "EmbeddingsResult",
    "EmbeddingsUsage",
    "EncodingFormat",
    "ExplainedPart",
    "Facet",
    "FacetCount",
    "FacetName",
    "Facets",
    "FacetsResult",
    "FailedImage",
    "FileComparison",
    "FileComparisonResult",
    "FileFacts",
    "FileOrigin",
    "Filter",
    "FoldedHits",
    "Hit",
    "HitField",
    "Image",
    "ImageDocument",
    "ImageFormat",
    "ImageLinks",
    "ImageMetadata",
    "ImageOrder",
    "ImagePage",
    "ImagePart",
    "ImagePatch",
    "ImageRef",
    "ImageSearch",
    "ImageSearchForm",
    "ImageToVectorize",
    "ImagesDelete",
    "ImagesUpdate",
    "ImportLine",
    "ImportStatus",
    "ImportSummary",
    "IngestJobRequest",
    "InputType",
    "InputVector",
    "Job",
    "JobEvent",
    "JobEventName",
    "JobFault",
    "JobKind",
    "JobLinks",
    "JobList",
    "JobProblem",
    "JobProgress",
    "JobProgressCounts",
    "JobState",
    "Liveness",
    "Location",
    "ManyResult",
    "ModelRef",
    "NumberRange",
    "OpenaiError",
    "Orientation",
    "PartType",
    "Place",
    "Problem",
    "ProblemPlace",
    "PruneRequest",
    "PruneResult",
    "Readiness",
    "Relevance",
    "SearchBatch",
    "SearchBatchItem",
    "SearchBatchResult",
    "SearchExplanation",
    "SearchKind",
    "SearchMode",
    "SearchResult",
    "ServedModel",
    "ServedStore",
    "Stats",
    "StatsAttributes",
    "StatsFormats",
    "StoredImageRef",
    "TagCondition",
    "TextPart",
    "TextSearch",
    "TextToVectorize",
    "ThumbnailSize",
    "TimeRange",
    "UploadRef",
    "VectorPart",
    "VectorSpace",
    "VectorizeForm",
    "VectorizeRequest",
    "VectorizeResult",
)
