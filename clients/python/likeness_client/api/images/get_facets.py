from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.facet_name import FacetName
from ...models.facets_result import FacetsResult
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    facets: list[FacetName] | Unset = UNSET,
    limit: int | Unset = 20,
    filter_: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_facets: list[str] | Unset = UNSET
    if not isinstance(facets, Unset):
        json_facets = []
        for facets_item_data in facets:
            facets_item: str = facets_item_data
            json_facets.append(facets_item)

    params["facets"] = json_facets

    params["limit"] = limit

    params["filter"] = filter_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/images/facets",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> FacetsResult | Problem:
    if response.status_code == 200:
        response_200 = FacetsResult.from_dict(response.json())

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[FacetsResult | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    facets: list[FacetName] | Unset = UNSET,
    limit: int | Unset = 20,
    filter_: str | Unset = UNSET,
) -> Response[FacetsResult | Problem]:
    """Count images by tag, year, folder, format and camera

     Counts all images that match the filter, or the whole library.

    Args:
        facets (list[FacetName] | Unset):
        limit (int | Unset):  Default: 20.
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FacetsResult | Problem]
    """

    kwargs = _get_kwargs(
        facets=facets,
        limit=limit,
        filter_=filter_,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    facets: list[FacetName] | Unset = UNSET,
    limit: int | Unset = 20,
    filter_: str | Unset = UNSET,
) -> FacetsResult | Problem | None:
    """Count images by tag, year, folder, format and camera

     Counts all images that match the filter, or the whole library.

    Args:
        facets (list[FacetName] | Unset):
        limit (int | Unset):  Default: 20.
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FacetsResult | Problem
    """

    return sync_detailed(
        client=client,
        facets=facets,
        limit=limit,
        filter_=filter_,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    facets: list[FacetName] | Unset = UNSET,
    limit: int | Unset = 20,
    filter_: str | Unset = UNSET,
) -> Response[FacetsResult | Problem]:
    """Count images by tag, year, folder, format and camera

     Counts all images that match the filter, or the whole library.

    Args:
        facets (list[FacetName] | Unset):
        limit (int | Unset):  Default: 20.
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FacetsResult | Problem]
    """

    kwargs = _get_kwargs(
        facets=facets,
        limit=limit,
        filter_=filter_,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    facets: list[FacetName] | Unset = UNSET,
    limit: int | Unset = 20,
    filter_: str | Unset = UNSET,
) -> FacetsResult | Problem | None:
    """Count images by tag, year, folder, format and camera

     Counts all images that match the filter, or the whole library.

    Args:
        facets (list[FacetName] | Unset):
        limit (int | Unset):  Default: 20.
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FacetsResult | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            facets=facets,
            limit=limit,
            filter_=filter_,
        )
    ).parsed
