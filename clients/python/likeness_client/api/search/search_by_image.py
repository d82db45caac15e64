from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.collapse import Collapse
from ...models.facet_name import FacetName
from ...models.hit_field import HitField
from ...models.image_search import ImageSearch
from ...models.image_search_form import ImageSearchForm
from ...models.problem import Problem
from ...models.relevance import Relevance
from ...models.search_result import SearchResult
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: ImageSearch | ImageSearchForm | File | Unset = UNSET,
    k: int | Unset = 10,
    num_candidates: int | Unset = UNSET,
    filter_: str | Unset = UNSET,
    min_score: float | Unset = UNSET,
    relevance: Relevance | Unset = UNSET,
    collapse: Collapse | Unset = UNSET,
    fields: list[HitField] | Unset = UNSET,
    cursor: str | Unset = UNSET,
    explain: bool | Unset = False,
    facets: list[FacetName] | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["k"] = k

    params["num_candidates"] = num_candidates

    params["filter"] = filter_

    params["min_score"] = min_score

    json_relevance: str | Unset = UNSET
    if not isinstance(relevance, Unset):
        json_relevance = relevance

    params["relevance"] = json_relevance

    json_collapse: str | Unset = UNSET
    if not isinstance(collapse, Unset):
        json_collapse = collapse

    params["collapse"] = json_collapse

    json_fields: list[str] | Unset = UNSET
    if not isinstance(fields, Unset):
        json_fields = []
        for fields_item_data in fields:
            fields_item: str = fields_item_data
            json_fields.append(fields_item)

    params["fields"] = json_fields

    params["cursor"] = cursor

    params["explain"] = explain

    json_facets: list[str] | Unset = UNSET
    if not isinstance(facets, Unset):
        json_facets = []
        for facets_item_data in facets:
            facets_item: str = facets_item_data
            json_facets.append(facets_item)

    params["facets"] = json_facets

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/search/image",
        "params": params,
    }

    if isinstance(body, ImageSearch):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, ImageSearchForm):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"
    if isinstance(body, File):
        _kwargs["content"] = body.payload
        headers["Content-Type"] = "application/octet-stream"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | SearchResult:
    if response.status_code == 200:
        response_200 = SearchResult.from_dict(response.json())

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | SearchResult]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ImageSearch | ImageSearchForm | File | Unset = UNSET,
    k: int | Unset = 10,
    num_candidates: int | Unset = UNSET,
    filter_: str | Unset = UNSET,
    min_score: float | Unset = UNSET,
    relevance: Relevance | Unset = UNSET,
    collapse: Collapse | Unset = UNSET,
    fields: list[HitField] | Unset = UNSET,
    cursor: str | Unset = UNSET,
    explain: bool | Unset = False,
    facets: list[FacetName] | Unset = UNSET,
) -> Response[Problem | SearchResult]:
    """Find pictures like a picture

     The picture is a file in a form, the whole body, or in JSON its base64 or the id of a stored one,
    which is then left out of the hits. Parameters in the body win over those in the address.

    Args:
        k (int | Unset):  Default: 10.
        num_candidates (int | Unset):
        filter_ (str | Unset):
        min_score (float | Unset):
        relevance (Relevance | Unset): `auto` ends the hits where they stop being answers, by how
            far they stand out from the library’s other pictures and by the drops between them; there
            may be none. It takes no `min_score` beside it.
        collapse (Collapse | Unset): Folds copies of a picture, and the shots of one burst, into
            the best of them, which tells the others in `duplicates`.
        fields (list[HitField] | Unset):
        cursor (str | Unset):
        explain (bool | Unset):  Default: False.
        facets (list[FacetName] | Unset):
        body (ImageSearch):
        body (ImageSearchForm):
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchResult]
    """

    kwargs = _get_kwargs(
        body=body,
        k=k,
        num_candidates=num_candidates,
        filter_=filter_,
        min_score=min_score,
        relevance=relevance,
        collapse=collapse,
        fields=fields,
        cursor=cursor,
        explain=explain,
        facets=facets,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: ImageSearch | ImageSearchForm | File | Unset = UNSET,
    k: int | Unset = 10,
    num_candidates: int | Unset = UNSET,
    filter_: str | Unset = UNSET,
    min_score: float | Unset = UNSET,
    relevance: Relevance | Unset = UNSET,
    collapse: Collapse | Unset = UNSET,
    fields: list[HitField] | Unset = UNSET,
    cursor: str | Unset = UNSET,
    explain: bool | Unset = False,
    facets: list[FacetName] | Unset = UNSET,
) -> Problem | SearchResult | None:
    """Find pictures like a picture

     The picture is a file in a form, the whole body, or in JSON its base64 or the id of a stored one,
    which is then left out of the hits. Parameters in the body win over those in the address.

    Args:
        k (int | Unset):  Default: 10.
        num_candidates (int | Unset):
        filter_ (str | Unset):
        min_score (float | Unset):
        relevance (Relevance | Unset): `auto` ends the hits where they stop being answers, by how
            far they stand out from the library’s other pictures and by the drops between them; there
            may be none. It takes no `min_score` beside it.
        collapse (Collapse | Unset): Folds copies of a picture, and the shots of one burst, into
            the best of them, which tells the others in `duplicates`.
        fields (list[HitField] | Unset):
        cursor (str | Unset):
        explain (bool | Unset):  Default: False.
        facets (list[FacetName] | Unset):
        body (ImageSearch):
        body (ImageSearchForm):
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchResult
    """

    return sync_detailed(
        client=client,
        body=body,
        k=k,
        num_candidates=num_candidates,
        filter_=filter_,
        min_score=min_score,
        relevance=relevance,
        collapse=collapse,
        fields=fields,
        cursor=cursor,
        explain=explain,
        facets=facets,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ImageSearch | ImageSearchForm | File | Unset = UNSET,
    k: int | Unset = 10,
    num_candidates: int | Unset = UNSET,
    filter_: str | Unset = UNSET,
    min_score: float | Unset = UNSET,
    relevance: Relevance | Unset = UNSET,
    collapse: Collapse | Unset = UNSET,
    fields: list[HitField] | Unset = UNSET,
    cursor: str | Unset = UNSET,
    explain: bool | Unset = False,
    facets: list[FacetName] | Unset = UNSET,
) -> Response[Problem | SearchResult]:
    """Find pictures like a picture

     The picture is a file in a form, the whole body, or in JSON its base64 or the id of a stored one,
    which is then left out of the hits. Parameters in the body win over those in the address.

    Args:
        k (int | Unset):  Default: 10.
        num_candidates (int | Unset):
        filter_ (str | Unset):
        min_score (float | Unset):
        relevance (Relevance | Unset): `auto` ends the hits where they stop being answers, by how
            far they stand out from the library’s other pictures and by the drops between them; there
            may be none. It takes no `min_score` beside it.
        collapse (Collapse | Unset): Folds copies of a picture, and the shots of one burst, into
            the best of them, which tells the others in `duplicates`.
        fields (list[HitField] | Unset):
        cursor (str | Unset):
        explain (bool | Unset):  Default: False.
        facets (list[FacetName] | Unset):
        body (ImageSearch):
        body (ImageSearchForm):
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchResult]
    """

    kwargs = _get_kwargs(
        body=body,
        k=k,
        num_candidates=num_candidates,
        filter_=filter_,
        min_score=min_score,
        relevance=relevance,
        collapse=collapse,
        fields=fields,
        cursor=cursor,
        explain=explain,
        facets=facets,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ImageSearch | ImageSearchForm | File | Unset = UNSET,
    k: int | Unset = 10,
    num_candidates: int | Unset = UNSET,
    filter_: str | Unset = UNSET,
    min_score: float | Unset = UNSET,
    relevance: Relevance | Unset = UNSET,
    collapse: Collapse | Unset = UNSET,
    fields: list[HitField] | Unset = UNSET,
    cursor: str | Unset = UNSET,
    explain: bool | Unset = False,
    facets: list[FacetName] | Unset = UNSET,
) -> Problem | SearchResult | None:
    """Find pictures like a picture

     The picture is a file in a form, the whole body, or in JSON its base64 or the id of a stored one,
    which is then left out of the hits. Parameters in the body win over those in the address.

    Args:
        k (int | Unset):  Default: 10.
        num_candidates (int | Unset):
        filter_ (str | Unset):
        min_score (float | Unset):
        relevance (Relevance | Unset): `auto` ends the hits where they stop being answers, by how
            far they stand out from the library’s other pictures and by the drops between them; there
            may be none. It takes no `min_score` beside it.
        collapse (Collapse | Unset): Folds copies of a picture, and the shots of one burst, into
            the best of them, which tells the others in `duplicates`.
        fields (list[HitField] | Unset):
        cursor (str | Unset):
        explain (bool | Unset):  Default: False.
        facets (list[FacetName] | Unset):
        body (ImageSearch):
        body (ImageSearchForm):
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchResult
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            k=k,
            num_candidates=num_candidates,
            filter_=filter_,
            min_score=min_score,
            relevance=relevance,
            collapse=collapse,
            fields=fields,
            cursor=cursor,
            explain=explain,
            facets=facets,
        )
    ).parsed
