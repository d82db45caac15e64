from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.collapse import Collapse
from ...models.facet_name import FacetName
from ...models.hit_field import HitField
from ...models.problem import Problem
from ...models.relevance import Relevance
from ...models.search_mode import SearchMode
from ...models.search_result import SearchResult
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    q: str,
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
    mode: SearchMode | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["q"] = q

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

    json_mode: str | Unset = UNSET
    if not isinstance(mode, Unset):
        json_mode = mode

    params["mode"] = json_mode

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/search/text",
        "params": params,
    }

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
    q: str,
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
    mode: SearchMode | Unset = UNSET,
) -> Response[Problem | SearchResult]:
    """Find pictures by words, from an address bar

    Args:
        q (str):
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
        mode (SearchMode | Unset): What the text is compared with. `vector`: what the pictures
            show. `text`: the words of their names, paths and tags. `hybrid`: both, fused by rank. In
            the last two, `score` is still the cosine but the hits are not ordered by it, there is one
            page without a cursor, and `min_score`, `num_candidates` and the weights of further parts
            act on the vectors alone. They take exactly one text with a weight above 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchResult]
    """

    kwargs = _get_kwargs(
        q=q,
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
        mode=mode,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    q: str,
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
    mode: SearchMode | Unset = UNSET,
) -> Problem | SearchResult | None:
    """Find pictures by words, from an address bar

    Args:
        q (str):
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
        mode (SearchMode | Unset): What the text is compared with. `vector`: what the pictures
            show. `text`: the words of their names, paths and tags. `hybrid`: both, fused by rank. In
            the last two, `score` is still the cosine but the hits are not ordered by it, there is one
            page without a cursor, and `min_score`, `num_candidates` and the weights of further parts
            act on the vectors alone. They take exactly one text with a weight above 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchResult
    """

    return sync_detailed(
        client=client,
        q=q,
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
        mode=mode,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    q: str,
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
    mode: SearchMode | Unset = UNSET,
) -> Response[Problem | SearchResult]:
    """Find pictures by words, from an address bar

    Args:
        q (str):
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
        mode (SearchMode | Unset): What the text is compared with. `vector`: what the pictures
            show. `text`: the words of their names, paths and tags. `hybrid`: both, fused by rank. In
            the last two, `score` is still the cosine but the hits are not ordered by it, there is one
            page without a cursor, and `min_score`, `num_candidates` and the weights of further parts
            act on the vectors alone. They take exactly one text with a weight above 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchResult]
    """

    kwargs = _get_kwargs(
        q=q,
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
        mode=mode,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    q: str,
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
    mode: SearchMode | Unset = UNSET,
) -> Problem | SearchResult | None:
    """Find pictures by words, from an address bar

    Args:
        q (str):
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
        mode (SearchMode | Unset): What the text is compared with. `vector`: what the pictures
            show. `text`: the words of their names, paths and tags. `hybrid`: both, fused by rank. In
            the last two, `score` is still the cosine but the hits are not ordered by it, there is one
            page without a cursor, and `min_score`, `num_candidates` and the weights of further parts
            act on the vectors alone. They take exactly one text with a weight above 0.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchResult
    """

    return (
        await asyncio_detailed(
            client=client,
            q=q,
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
            mode=mode,
        )
    ).parsed
