from http import HTTPStatus
from io import BytesIO
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: File,
    model: str | Unset = UNSET,
    restore: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    params: dict[str, Any] = {}

    params["model"] = model

    params["restore"] = restore

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/images/import",
        "params": params,
    }

    _kwargs["content"] = body.payload
    headers["Content-Type"] = "application/x-ndjson"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> File | Problem:
    if response.status_code == 200:
        response_200 = File(payload=BytesIO(response.content))

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[File | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: File,
    model: str | Unset = UNSET,
    restore: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Response[File | Problem]:
    """Add images with their vectors

     Takes documents of the known form, one JSON object a line, as `likeness export` writes them: nothing
    is embedded, and no file is read. The answer has a line for each, in order, while the request is
    still being read; the last one has the sums and comes when everything is searchable. A failed line
    does not stop the others, and the same import again finds what is stored already unchanged. Under an
    `Idempotency-Key` it has at most 5,000 lines, and its answer comes at the end.

    Args:
        model (str | Unset):
        restore (bool | Unset):  Default: False.
        idempotency_key (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[File | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        model=model,
        restore=restore,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: File,
    model: str | Unset = UNSET,
    restore: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> File | Problem | None:
    """Add images with their vectors

     Takes documents of the known form, one JSON object a line, as `likeness export` writes them: nothing
    is embedded, and no file is read. The answer has a line for each, in order, while the request is
    still being read; the last one has the sums and comes when everything is searchable. A failed line
    does not stop the others, and the same import again finds what is stored already unchanged. Under an
    `Idempotency-Key` it has at most 5,000 lines, and its answer comes at the end.

    Args:
        model (str | Unset):
        restore (bool | Unset):  Default: False.
        idempotency_key (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        File | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        model=model,
        restore=restore,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: File,
    model: str | Unset = UNSET,
    restore: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Response[File | Problem]:
    """Add images with their vectors

     Takes documents of the known form, one JSON object a line, as `likeness export` writes them: nothing
    is embedded, and no file is read. The answer has a line for each, in order, while the request is
    still being read; the last one has the sums and comes when everything is searchable. A failed line
    does not stop the others, and the same import again finds what is stored already unchanged. Under an
    `Idempotency-Key` it has at most 5,000 lines, and its answer comes at the end.

    Args:
        model (str | Unset):
        restore (bool | Unset):  Default: False.
        idempotency_key (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[File | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        model=model,
        restore=restore,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: File,
    model: str | Unset = UNSET,
    restore: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> File | Problem | None:
    """Add images with their vectors

     Takes documents of the known form, one JSON object a line, as `likeness export` writes them: nothing
    is embedded, and no file is read. The answer has a line for each, in order, while the request is
    still being read; the last one has the sums and comes when everything is searchable. A failed line
    does not stop the others, and the same import again finds what is stored already unchanged. Under an
    `Idempotency-Key` it has at most 5,000 lines, and its answer comes at the end.

    Args:
        model (str | Unset):
        restore (bool | Unset):  Default: False.
        idempotency_key (str | Unset):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        File | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            model=model,
            restore=restore,
            idempotency_key=idempotency_key,
        )
    ).parsed
