from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.ingest_job_request import IngestJobRequest
from ...models.job import Job
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    *,
    body: IngestJobRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/jobs/ingest",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Job | Problem:
    if response.status_code == 202:
        response_202 = Job.from_dict(response.json())

        return response_202

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Job | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: IngestJobRequest,
) -> Response[Job | Problem]:
    """Take in pictures of the library

     Does what `likeness ingest` does, in the service: folders of its library only. One job runs at a
    time in each instance; the others wait. A job outlives the instance that works on it: another one,
    or the next start, goes on with it.

    Args:
        body (IngestJobRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Job | Problem]
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
    body: IngestJobRequest,
) -> Job | Problem | None:
    """Take in pictures of the library

     Does what `likeness ingest` does, in the service: folders of its library only. One job runs at a
    time in each instance; the others wait. A job outlives the instance that works on it: another one,
    or the next start, goes on with it.

    Args:
        body (IngestJobRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Job | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: IngestJobRequest,
) -> Response[Job | Problem]:
    """Take in pictures of the library

     Does what `likeness ingest` does, in the service: folders of its library only. One job runs at a
    time in each instance; the others wait. A job outlives the instance that works on it: another one,
    or the next start, goes on with it.

    Args:
        body (IngestJobRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Job | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: IngestJobRequest,
) -> Job | Problem | None:
    """Take in pictures of the library

     Does what `likeness ingest` does, in the service: folders of its library only. One job runs at a
    time in each instance; the others wait. A job outlives the instance that works on it: another one,
    or the next start, goes on with it.

    Args:
        body (IngestJobRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Job | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
