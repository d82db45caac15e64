from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.encoding_format import EncodingFormat
from ...models.problem import Problem
from ...models.vectorize_form import VectorizeForm
from ...models.vectorize_request import VectorizeRequest
from ...models.vectorize_result import VectorizeResult
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: VectorizeRequest | VectorizeForm | File | Unset = UNSET,
    encoding_format: EncodingFormat | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    json_encoding_format: str | Unset = UNSET
    if not isinstance(encoding_format, Unset):
        json_encoding_format = encoding_format

    params["encoding_format"] = json_encoding_format

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/vectorize",
        "params": params,
    }

    if isinstance(body, VectorizeRequest):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, VectorizeForm):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"
    if isinstance(body, File):
        _kwargs["content"] = body.payload
        headers["Content-Type"] = "application/octet-stream"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | VectorizeResult:
    if response.status_code == 200:
        response_200 = VectorizeResult.from_dict(response.json())

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | VectorizeResult]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: VectorizeRequest | VectorizeForm | File | Unset = UNSET,
    encoding_format: EncodingFormat | Unset = UNSET,
) -> Response[Problem | VectorizeResult]:
    """Turn texts and pictures into vectors

     One vector an input, in order, all or nothing: the first input that fails is the answer. A picture
    may be sent as base64 in JSON, as a file in a form, or as the whole body. Pictures by URL are not
    taken.

    Args:
        encoding_format (EncodingFormat | Unset): Vectors as arrays of numbers, or as base64 of
            little-endian float32.
        body (VectorizeRequest):
        body (VectorizeForm): Texts and pictures in any order, at least one; the vectors come in
            the order of the parts.
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | VectorizeResult]
    """

    kwargs = _get_kwargs(
        body=body,
        encoding_format=encoding_format,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: VectorizeRequest | VectorizeForm | File | Unset = UNSET,
    encoding_format: EncodingFormat | Unset = UNSET,
) -> Problem | VectorizeResult | None:
    """Turn texts and pictures into vectors

     One vector an input, in order, all or nothing: the first input that fails is the answer. A picture
    may be sent as base64 in JSON, as a file in a form, or as the whole body. Pictures by URL are not
    taken.

    Args:
        encoding_format (EncodingFormat | Unset): Vectors as arrays of numbers, or as base64 of
            little-endian float32.
        body (VectorizeRequest):
        body (VectorizeForm): Texts and pictures in any order, at least one; the vectors come in
            the order of the parts.
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | VectorizeResult
    """

    return sync_detailed(
        client=client,
        body=body,
        encoding_format=encoding_format,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: VectorizeRequest | VectorizeForm | File | Unset = UNSET,
    encoding_format: EncodingFormat | Unset = UNSET,
) -> Response[Problem | VectorizeResult]:
    """Turn texts and pictures into vectors

     One vector an input, in order, all or nothing: the first input that fails is the answer. A picture
    may be sent as base64 in JSON, as a file in a form, or as the whole body. Pictures by URL are not
    taken.

    Args:
        encoding_format (EncodingFormat | Unset): Vectors as arrays of numbers, or as base64 of
            little-endian float32.
        body (VectorizeRequest):
        body (VectorizeForm): Texts and pictures in any order, at least one; the vectors come in
            the order of the parts.
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | VectorizeResult]
    """

    kwargs = _get_kwargs(
        body=body,
        encoding_format=encoding_format,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: VectorizeRequest | VectorizeForm | File | Unset = UNSET,
    encoding_format: EncodingFormat | Unset = UNSET,
) -> Problem | VectorizeResult | None:
    """Turn texts and pictures into vectors

     One vector an input, in order, all or nothing: the first input that fails is the answer. A picture
    may be sent as base64 in JSON, as a file in a form, or as the whole body. Pictures by URL are not
    taken.

    Args:
        encoding_format (EncodingFormat | Unset): Vectors as arrays of numbers, or as base64 of
            little-endian float32.
        body (VectorizeRequest):
        body (VectorizeForm): Texts and pictures in any order, at least one; the vectors come in
            the order of the parts.
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | VectorizeResult
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            encoding_format=encoding_format,
        )
    ).parsed
