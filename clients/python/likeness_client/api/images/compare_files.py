from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.file_comparison import FileComparison
from ...models.file_comparison_result import FileComparisonResult
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    *,
    body: FileComparison,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/images/compare",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> FileComparisonResult | Problem:
    if response.status_code == 200:
        response_200 = FileComparisonResult.from_dict(response.json())

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[FileComparisonResult | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileComparison,
) -> Response[FileComparisonResult | Problem]:
    """Find the files that are stored as they are

     A file whose size and time of modification are those that were recorded with its vector need not be
    sent again. Changes nothing.

    Args:
        body (FileComparison):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FileComparisonResult | Problem]
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
    body: FileComparison,
) -> FileComparisonResult | Problem | None:
    """Find the files that are stored as they are

     A file whose size and time of modification are those that were recorded with its vector need not be
    sent again. Changes nothing.

    Args:
        body (FileComparison):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FileComparisonResult | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileComparison,
) -> Response[FileComparisonResult | Problem]:
    """Find the files that are stored as they are

     A file whose size and time of modification are those that were recorded with its vector need not be
    sent again. Changes nothing.

    Args:
        body (FileComparison):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FileComparisonResult | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: FileComparison,
) -> FileComparisonResult | Problem | None:
    """Find the files that are stored as they are

     A file whose size and time of modification are those that were recorded with its vector need not be
    sent again. Changes nothing.

    Args:
        body (FileComparison):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FileComparisonResult | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
