from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.duplicate_report import DuplicateReport
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    min_similarity: float | Unset = 0.95,
    limit: int | Unset = 100,
    filter_: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["min_similarity"] = min_similarity

    params["limit"] = limit

    params["filter"] = filter_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/images/duplicates",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DuplicateReport | Problem:
    if response.status_code == 200:
        response_200 = DuplicateReport.from_dict(response.json())

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[DuplicateReport | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    min_similarity: float | Unset = 0.95,
    limit: int | Unset = 100,
    filter_: str | Unset = UNSET,
) -> Response[DuplicateReport | Problem]:
    """Find copies and bursts in the library

     Looks at the vectors of all images that match, once; 100,000 take some seconds. One such report is
    made at a time.

    Args:
        min_similarity (float | Unset):  Default: 0.95.
        limit (int | Unset):  Default: 100.
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DuplicateReport | Problem]
    """

    kwargs = _get_kwargs(
        min_similarity=min_similarity,
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
    min_similarity: float | Unset = 0.95,
    limit: int | Unset = 100,
    filter_: str | Unset = UNSET,
) -> DuplicateReport | Problem | None:
    """Find copies and bursts in the library

     Looks at the vectors of all images that match, once; 100,000 take some seconds. One such report is
    made at a time.

    Args:
        min_similarity (float | Unset):  Default: 0.95.
        limit (int | Unset):  Default: 100.
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DuplicateReport | Problem
    """

    return sync_detailed(
        client=client,
        min_similarity=min_similarity,
        limit=limit,
        filter_=filter_,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    min_similarity: float | Unset = 0.95,
    limit: int | Unset = 100,
    filter_: str | Unset = UNSET,
) -> Response[DuplicateReport | Problem]:
    """Find copies and bursts in the library

     Looks at the vectors of all images that match, once; 100,000 take some seconds. One such report is
    made at a time.

    Args:
        min_similarity (float | Unset):  Default: 0.95.
        limit (int | Unset):  Default: 100.
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DuplicateReport | Problem]
    """

    kwargs = _get_kwargs(
        min_similarity=min_similarity,
        limit=limit,
        filter_=filter_,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    min_similarity: float | Unset = 0.95,
    limit: int | Unset = 100,
    filter_: str | Unset = UNSET,
) -> DuplicateReport | Problem | None:
    """Find copies and bursts in the library

     Looks at the vectors of all images that match, once; 100,000 take some seconds. One such report is
    made at a time.

    Args:
        min_similarity (float | Unset):  Default: 0.95.
        limit (int | Unset):  Default: 100.
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DuplicateReport | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            min_similarity=min_similarity,
            limit=limit,
            filter_=filter_,
        )
    ).parsed
