from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.prune_request import PruneRequest
from ...models.prune_result import PruneResult
from ...types import Response


def _get_kwargs(
    *,
    body: PruneRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/images/prune",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | PruneResult:
    if response.status_code == 200:
        response_200 = PruneResult.from_dict(response.json())

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | PruneResult]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: PruneRequest,
) -> Response[Problem | PruneResult]:
    """Forget images whose files are gone

     Looks for the files of a page of images and removes the records of those that are gone from the
    library; by default it only tells them. A file that comes back can be added again.

    Args:
        body (PruneRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | PruneResult]
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
    body: PruneRequest,
) -> Problem | PruneResult | None:
    """Forget images whose files are gone

     Looks for the files of a page of images and removes the records of those that are gone from the
    library; by default it only tells them. A file that comes back can be added again.

    Args:
        body (PruneRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | PruneResult
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: PruneRequest,
) -> Response[Problem | PruneResult]:
    """Forget images whose files are gone

     Looks for the files of a page of images and removes the records of those that are gone from the
    library; by default it only tells them. A file that comes back can be added again.

    Args:
        body (PruneRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | PruneResult]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: PruneRequest,
) -> Problem | PruneResult | None:
    """Forget images whose files are gone

     Looks for the files of a page of images and removes the records of those that are gone from the
    library; by default it only tells them. A file that comes back can be added again.

    Args:
        body (PruneRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | PruneResult
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
