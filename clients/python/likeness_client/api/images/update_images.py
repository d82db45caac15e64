from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.images_update import ImagesUpdate
from ...models.many_result import ManyResult
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    *,
    body: ImagesUpdate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/images/update",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ManyResult | Problem:
    if response.status_code == 200:
        response_200 = ManyResult.from_dict(response.json())

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ManyResult | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ImagesUpdate,
) -> Response[ManyResult | Problem]:
    """Change the metadata of all images that match

     Sets fields, and adds and removes tags beside those that an image has; by default it only tells
    which images match. Call it with `next_cursor` until that is null.

    Args:
        body (ImagesUpdate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ManyResult | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: ImagesUpdate,
) -> ManyResult | Problem | None:
    """Change the metadata of all images that match

     Sets fields, and adds and removes tags beside those that an image has; by default it only tells
    which images match. Call it with `next_cursor` until that is null.

    Args:
        body (ImagesUpdate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ManyResult | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ImagesUpdate,
) -> Response[ManyResult | Problem]:
    """Change the metadata of all images that match

     Sets fields, and adds and removes tags beside those that an image has; by default it only tells
    which images match. Call it with `next_cursor` until that is null.

    Args:
        body (ImagesUpdate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ManyResult | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ImagesUpdate,
) -> ManyResult | Problem | None:
    """Change the metadata of all images that match

     Sets fields, and adds and removes tags beside those that an image has; by default it only tells
    which images match. Call it with `next_cursor` until that is null.

    Args:
        body (ImagesUpdate):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ManyResult | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
