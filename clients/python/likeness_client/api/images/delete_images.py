from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.images_delete import ImagesDelete
from ...models.many_result import ManyResult
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    *,
    body: ImagesDelete,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/images/delete",
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
    body: ImagesDelete,
) -> Response[ManyResult | Problem]:
    """Remove all images that match

     Does to each what DELETE /images/{image_id} does: removes the record, and the file when it came by
    upload. By default it only tells which images match. Call it with `next_cursor` until that is null.

    Args:
        body (ImagesDelete):

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
    body: ImagesDelete,
) -> ManyResult | Problem | None:
    """Remove all images that match

     Does to each what DELETE /images/{image_id} does: removes the record, and the file when it came by
    upload. By default it only tells which images match. Call it with `next_cursor` until that is null.

    Args:
        body (ImagesDelete):

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
    body: ImagesDelete,
) -> Response[ManyResult | Problem]:
    """Remove all images that match

     Does to each what DELETE /images/{image_id} does: removes the record, and the file when it came by
    upload. By default it only tells which images match. Call it with `next_cursor` until that is null.

    Args:
        body (ImagesDelete):

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
    body: ImagesDelete,
) -> ManyResult | Problem | None:
    """Remove all images that match

     Does to each what DELETE /images/{image_id} does: removes the record, and the file when it came by
    upload. By default it only tells which images match. Call it with `next_cursor` until that is null.

    Args:
        body (ImagesDelete):

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
