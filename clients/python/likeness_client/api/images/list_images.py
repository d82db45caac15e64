from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.image_order import ImageOrder
from ...models.image_page import ImagePage
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    sort: ImageOrder | Unset = UNSET,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
    filter_: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_sort: str | Unset = UNSET
    if not isinstance(sort, Unset):
        json_sort = sort

    params["sort"] = json_sort

    params["limit"] = limit

    params["cursor"] = cursor

    params["filter"] = filter_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/images",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ImagePage | Problem:
    if response.status_code == 200:
        response_200 = ImagePage.from_dict(response.json())

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ImagePage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    sort: ImageOrder | Unset = UNSET,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
    filter_: str | Unset = UNSET,
) -> Response[ImagePage | Problem]:
    """List images by id, name or time

    Args:
        sort (ImageOrder | Unset): With `-` from the last to the first, such as `-taken_at` for
            the newest first. Images whose value is not known come last.
        limit (int | Unset):  Default: 100.
        cursor (str | Unset):
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ImagePage | Problem]
    """

    kwargs = _get_kwargs(
        sort=sort,
        limit=limit,
        cursor=cursor,
        filter_=filter_,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    sort: ImageOrder | Unset = UNSET,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
    filter_: str | Unset = UNSET,
) -> ImagePage | Problem | None:
    """List images by id, name or time

    Args:
        sort (ImageOrder | Unset): With `-` from the last to the first, such as `-taken_at` for
            the newest first. Images whose value is not known come last.
        limit (int | Unset):  Default: 100.
        cursor (str | Unset):
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ImagePage | Problem
    """

    return sync_detailed(
        client=client,
        sort=sort,
        limit=limit,
        cursor=cursor,
        filter_=filter_,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    sort: ImageOrder | Unset = UNSET,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
    filter_: str | Unset = UNSET,
) -> Response[ImagePage | Problem]:
    """List images by id, name or time

    Args:
        sort (ImageOrder | Unset): With `-` from the last to the first, such as `-taken_at` for
            the newest first. Images whose value is not known come last.
        limit (int | Unset):  Default: 100.
        cursor (str | Unset):
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ImagePage | Problem]
    """

    kwargs = _get_kwargs(
        sort=sort,
        limit=limit,
        cursor=cursor,
        filter_=filter_,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    sort: ImageOrder | Unset = UNSET,
    limit: int | Unset = 100,
    cursor: str | Unset = UNSET,
    filter_: str | Unset = UNSET,
) -> ImagePage | Problem | None:
    """List images by id, name or time

    Args:
        sort (ImageOrder | Unset): With `-` from the last to the first, such as `-taken_at` for
            the newest first. Images whose value is not known come last.
        limit (int | Unset):  Default: 100.
        cursor (str | Unset):
        filter_ (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ImagePage | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            sort=sort,
            limit=limit,
            cursor=cursor,
            filter_=filter_,
        )
    ).parsed
