"""Every operation of the contract against a live service; that none is left out is known from the service's own count."""

import asyncio
import datetime
import json
from http import HTTPStatus
from io import BytesIO
from uuid import UUID

from likeness_client import AuthenticatedClient
from likeness_client.api.health import get_liveness, get_metrics, get_readiness
from likeness_client.api.images import (
    add_images,
    compare_files,
    delete_image,
    delete_images,
    find_duplicates,
    get_facets,
    get_image,
    get_image_content,
    get_image_thumbnail,
    get_stats,
    import_images,
    list_images,
    prune_images,
    update_image,
    update_images,
)
from likeness_client.api.jobs import cancel_job, follow_job, get_job, list_jobs, start_ingest_job
from likeness_client.api.openai import create_embeddings, get_model, list_models
from likeness_client.api.search import (
    find_similar_images,
    search,
    search_batch,
    search_by_image,
    search_by_text,
    search_by_text_in_address,
)
from likeness_client.api.vectors import vectorize
from likeness_client.models import (
    AddImagesForm,
    AttributeChanges,
    AttributeFilter,
    AttributeValues,
    ComposedSearch,
    ComposedSearchForm,
    EmbeddingsRequest,
    FileComparison,
    FileFacts,
    Filter,
    ImageMetadata,
    ImagePart,
    ImagePatch,
    ImagesDelete,
    ImageSearch,
    ImageSearchForm,
    ImagesUpdate,
    ImageToVectorize,
    IngestJobRequest,
    Location,
    Problem,
    PruneRequest,
    SearchBatch,
    StoredImageRef,
    TagCondition,
    TextPart,
    TextSearch,
    TextToVectorize,
    UploadRef,
    VectorizeForm,
    VectorizeRequest,
)
from likeness_client.types import File

cup = "food/coffee-cup.jpg"
in_food = Filter(path_prefix="food/")


def test_health_and_metrics_are_told(client):
    assert get_liveness.sync(client=client).status == "live"
    assert get_readiness.sync(client=client).model.name == "builtin"
    assert get_metrics.sync(client=client).startswith("# HELP ")
    assert get_stats.sync(client=client).images >= 4


def test_words_find_pictures(client):
    body = TextSearch(query="a cup of coffee", k=2, filter_=Filter(tags=TagCondition(all_=["sample"])))
    found = search_by_text.sync(client=client, body=body)
    assert [len(found.hits), found.hits[0].relative_path] == [2, cup]
    in_address = search_by_text_in_address.sync(
        client=client,
        q="a cup of coffee",
        k=3,
        fields=["image_name", "tags"],
        filter_=json.dumps(in_food.to_dict()),
    )
    assert [hit.tags for hit in in_address.hits] == [["sample"]] * 3


def test_pictures_find_pictures(client, photo):
    by_file = search_by_image.sync(client=client, body=photo(cup), k=1)
    image_id = by_file.hits[0].image_id
    form = ImageSearchForm(
        image=photo(cup), k=1, filter_=in_food, fields=["tags"], exclude=[TextPart("fruit"), TextPart("a table")]
    )
    assert search_by_image.sync(client=client, body=form).hits[0].image_id == image_id
    by_id = search_by_image.sync(client=client, body=ImageSearch(image=StoredImageRef(image_id), k=2))
    assert len(by_id.hits) == 2
    similar = find_similar_images.sync(image_id, client=client, k=2)
    assert image_id not in [hit.image_id for hit in similar.hits]
    parts = [ImagePart(UploadRef(0)), TextPart("at night", weight=0.5)]
    composed = search.sync(client=client, body=ComposedSearchForm(image=[photo(cup)], parts=parts, k=1))
    assert composed.hits[0].image_id == image_id
    searches = [ComposedSearch(parts=[TextPart("a rocket")], k=1), ComposedSearch(parts=parts[1:], k=1)]
    batch = search_batch.sync(client=client, body=SearchBatch(searches))
    assert batch.results[0].hits[0].relative_path == "space/rocket-launch.jpg"


def test_pages_follow_one_another(client):
    first = search_by_text.sync(client=client, body=TextSearch(query="food", k=2))
    second = search_by_text.sync(client=client, body=TextSearch(query="food", k=2, cursor=first.next_cursor))
    assert not {hit.image_id for hit in first.hits} & {hit.image_id for hit in second.hits}
    page = list_images.sync(client=client, sort="-added_at", limit=2, filter_=json.dumps(in_food.to_dict()))
    assert [len(page.images), page.total] == [2, 3]


def test_texts_and_pictures_become_vectors(client, photo):
    image_id = search_by_image.sync(client=client, body=photo(cup), k=1).hits[0].image_id
    inputs = [TextToVectorize("a cat"), ImageToVectorize(StoredImageRef(image_id))]
    vectors = vectorize.sync(client=client, body=VectorizeRequest(inputs)).vectors
    assert [len(one.vector) for one in vectors] == [512, 512]
    form = VectorizeForm(text=["a cat", "a dog"], image=[photo(cup)], encoding_format="base64")
    assert [type(one.vector) for one in vectorize.sync(client=client, body=form).vectors] == [str] * 3
    embeddings = create_embeddings.sync(client=client, body=EmbeddingsRequest(model="builtin", input_=["a cat"]))
    assert len(embeddings.data) == 1
    model = list_models.sync(client=client).data[0]
    assert get_model.sync(model.id, client=client).id == model.id


def test_a_picture_is_added_read_changed_and_removed(client, photo):
    attributes = AttributeValues.from_dict({"album": "Porto", "rating": 4.5, "printed": True})
    metadata = [
        ImageMetadata(
            image_id="py-1", relative_path="py/1.jpg", tags=["py"], location=Location(1.5, 2.5), attributes=attributes
        ),
        ImageMetadata(image_id="py-2", relative_path="py/2.jpg"),
    ]
    form = AddImagesForm(
        image=[photo("animals/crab.jpg"), photo("animals/koala.jpg")], metadata=metadata, overwrite=True
    )
    added = add_images.sync(client=client, body=form, idempotency_key="py")
    assert [one.status for one in added.results] == ["created", "created"]
    raw = add_images.sync(client=client, body=photo("animals/horses.jpg"), relative_path="py/3.jpg", tags=["py", "raw"])
    assert raw.results[0].image.tags == ["py", "raw"]
    assert get_image.sync("py-1", client=client).location == Location(1.5, 2.5)
    taken = datetime.datetime(2024, 5, 17, 18, 3, tzinfo=datetime.UTC)
    changes = AttributeChanges.from_dict({"rating": None})
    patched = update_image.sync(
        "py-1", client=client, body=ImagePatch(taken_at=taken, location=None, attributes=changes)
    )
    assert [patched.taken_at, patched.location] == [taken, None]
    assert patched.attributes.to_dict() == {"album": "Porto", "printed": True}
    porto = AttributeFilter.from_dict({"album": {"any": ["Porto"]}, "printed": {"is": True}})
    found = search_by_text.sync(client=client, body=TextSearch("a crab", filter_=Filter(attributes=porto)))
    assert [hit.image_id for hit in found.hits] == ["py-1"]
    content = get_image_content.sync("py-1", client=client).payload.read()
    assert content == photo("animals/crab.jpg").payload.read()
    part = get_image_content.sync_detailed("py-1", client=client, range_="bytes=0-9")
    assert [part.status_code, part.parsed.payload.read()] == [HTTPStatus.PARTIAL_CONTENT, content[:10]]
    thumbnail = get_image_thumbnail.sync("py-1", client=client, size="small")
    assert thumbnail.payload.read()[8:12] == b"WEBP"
    assert delete_image.sync_detailed("py-1", client=client).status_code == HTTPStatus.NO_CONTENT


def test_a_failure_is_a_problem(client):
    problem = get_image.sync("nobody", client=client)
    assert isinstance(problem, Problem)
    assert [problem.status, problem.code] == [404, "IMAGE_NOT_FOUND"]
    wrong = search_by_text.sync(client=client, body=TextSearch(query="a cat", k=0))
    assert [wrong.code, wrong.errors[0].pointer] == ["VALIDATION_FAILED", "/k"]


def test_documents_are_imported_with_their_vectors(client):
    dims = get_readiness.sync(client=client).model.dims
    document = {"image_id": "py-doc", "relative_path": "doc/py.jpg", "image_embedding": [1.0] + [0.0] * (dims - 1)}
    body = File(payload=BytesIO(json.dumps(document).encode() + b"\n"))
    answer = import_images.sync(client=client, body=body, model="builtin").payload.read()
    line, sums = [json.loads(line) for line in answer.splitlines()]
    assert [line["status"], sums["summary"]["created"]] == ["created", 1]


def test_a_job_is_followed_to_its_end(client):
    job = start_ingest_job.sync(client=client, body=IngestJobRequest(path="food", exclude=["drafts/"]))
    assert isinstance(job.job_id, UUID)
    events = [block.split("\n", 1) for block in follow_job.sync(job.job_id, client=client).strip().split("\n\n")]
    assert events[-1][0] == "event: end"
    with client.get_httpx_client().stream("GET", f"/jobs/{job.job_id}/events") as streamed:
        assert "event: end" in streamed.iter_lines()
    assert get_job.sync(job.job_id, client=client).state == "succeeded"
    assert cancel_job.sync(job.job_id, client=client).state == "succeeded"
    assert job.job_id in [one.job_id for one in list_jobs.sync(client=client, limit=5).jobs]


def test_many_images_are_looked_at_and_changed_at_once(client, photo):
    form = AddImagesForm(image=[photo("animals/sheep.jpg")], metadata=[ImageMetadata(relative_path="many/1.jpg")])
    add_images.sync(client=client, body=form)
    assert get_facets.sync(client=client, facets=["tags"]).facets.tags
    assert find_duplicates.sync(client=client, min_similarity=0.99, limit=5).groups is not None
    facts = FileFacts(cup, 1, datetime.datetime(2024, 5, 17, tzinfo=datetime.UTC))
    assert compare_files.sync(client=client, body=FileComparison([facts])).changed == [cup]
    assert prune_images.sync(client=client, body=PruneRequest(filter_=in_food)).missing == []
    many = Filter(path_prefix="many/")
    updated = update_images.sync(client=client, body=ImagesUpdate(many, dry_run=False, add_tags=["many"]))
    assert len(updated.matched) == 1
    assert len(delete_images.sync(client=client, body=ImagesDelete(many, dry_run=False)).matched) == 1


def test_asyncio_does_the_same(client: AuthenticatedClient):
    async def ask():
        other = AuthenticatedClient(base_url=client._base_url, token=client.token)
        async with other:
            body = TextSearch(query="a cup of coffee", k=1)
            return await asyncio.gather(*(search_by_text.asyncio(client=other, body=body) for _ in range(3)))

    assert [found.hits[0].relative_path for found in asyncio.run(ask())] == [cup] * 3
