import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.add_images_form import AddImagesForm
from ...models.add_images_result import AddImagesResult
from ...models.problem import Problem
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: AddImagesForm | File | Unset = UNSET,
    image_id: str | Unset = UNSET,
    image_name: str | Unset = UNSET,
    relative_path: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    caption: str | Unset = UNSET,
    attributes: str | Unset = UNSET,
    taken_at: datetime.datetime | Unset = UNSET,
    lat: float | Unset = UNSET,
    lon: float | Unset = UNSET,
    overwrite: bool | Unset = False,
    restore: bool | Unset = True,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    params: dict[str, Any] = {}

    params["image_id"] = image_id

    params["image_name"] = image_name

    params["relative_path"] = relative_path

    json_tags: list[str] | Unset = UNSET
    if not isinstance(tags, Unset):
        json_tags = tags

    params["tags"] = json_tags

    params["caption"] = caption

    params["attributes"] = attributes

    json_taken_at: str | Unset = UNSET
    if not isinstance(taken_at, Unset):
        json_taken_at = taken_at.isoformat()
    params["taken_at"] = json_taken_at

    params["lat"] = lat

    params["lon"] = lon

    params["overwrite"] = overwrite

    params["restore"] = restore

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/images",
        "params": params,
    }

    if isinstance(body, AddImagesForm):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"
    if isinstance(body, File):
        _kwargs["content"] = body.payload
        headers["Content-Type"] = "application/octet-stream"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> AddImagesResult | Problem:
    if response.status_code == 200:
        response_200 = AddImagesResult.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = AddImagesResult.from_dict(response.json())

        return response_201

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[AddImagesResult | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AddImagesForm | File | Unset = UNSET,
    image_id: str | Unset = UNSET,
    image_name: str | Unset = UNSET,
    relative_path: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    caption: str | Unset = UNSET,
    attributes: str | Unset = UNSET,
    taken_at: datetime.datetime | Unset = UNSET,
    lat: float | Unset = UNSET,
    lon: float | Unset = UNSET,
    overwrite: bool | Unset = False,
    restore: bool | Unset = True,
    idempotency_key: str | Unset = UNSET,
) -> Response[AddImagesResult | Problem]:
    """Add pictures

     One or many files in a form, or one picture as the whole body with its metadata in the address. One
    picture: 201 when it is new, 200 when it was there, or its problem. Several: 200 with a result each,
    or a 503 where none of them could be taken now. A picture is searchable when the call returns. In a
    form, metadata in the address holds for a file whose own entry says nothing.

    Args:
        image_id (str | Unset): The id of an image: the client’s own, or made from the path.
        image_name (str | Unset):
        relative_path (str | Unset): Where the picture lies below the library root, with `/`
            between the names.
        tags (list[str] | Unset): Words of the client’s own.
        caption (str | Unset): Words about the picture, which searches by words find.
        attributes (str | Unset):
        taken_at (datetime.datetime | Unset):
        lat (float | Unset):
        lon (float | Unset):
        overwrite (bool | Unset):  Default: False.
        restore (bool | Unset):  Default: True.
        idempotency_key (str | Unset):
        body (AddImagesForm):
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AddImagesResult | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        image_id=image_id,
        image_name=image_name,
        relative_path=relative_path,
        tags=tags,
        caption=caption,
        attributes=attributes,
        taken_at=taken_at,
        lat=lat,
        lon=lon,
        overwrite=overwrite,
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
    body: AddImagesForm | File | Unset = UNSET,
    image_id: str | Unset = UNSET,
    image_name: str | Unset = UNSET,
    relative_path: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    caption: str | Unset = UNSET,
    attributes: str | Unset = UNSET,
    taken_at: datetime.datetime | Unset = UNSET,
    lat: float | Unset = UNSET,
    lon: float | Unset = UNSET,
    overwrite: bool | Unset = False,
    restore: bool | Unset = True,
    idempotency_key: str | Unset = UNSET,
) -> AddImagesResult | Problem | None:
    """Add pictures

     One or many files in a form, or one picture as the whole body with its metadata in the address. One
    picture: 201 when it is new, 200 when it was there, or its problem. Several: 200 with a result each,
    or a 503 where none of them could be taken now. A picture is searchable when the call returns. In a
    form, metadata in the address holds for a file whose own entry says nothing.

    Args:
        image_id (str | Unset): The id of an image: the client’s own, or made from the path.
        image_name (str | Unset):
        relative_path (str | Unset): Where the picture lies below the library root, with `/`
            between the names.
        tags (list[str] | Unset): Words of the client’s own.
        caption (str | Unset): Words about the picture, which searches by words find.
        attributes (str | Unset):
        taken_at (datetime.datetime | Unset):
        lat (float | Unset):
        lon (float | Unset):
        overwrite (bool | Unset):  Default: False.
        restore (bool | Unset):  Default: True.
        idempotency_key (str | Unset):
        body (AddImagesForm):
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AddImagesResult | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        image_id=image_id,
        image_name=image_name,
        relative_path=relative_path,
        tags=tags,
        caption=caption,
        attributes=attributes,
        taken_at=taken_at,
        lat=lat,
        lon=lon,
        overwrite=overwrite,
        restore=restore,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AddImagesForm | File | Unset = UNSET,
    image_id: str | Unset = UNSET,
    image_name: str | Unset = UNSET,
    relative_path: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    caption: str | Unset = UNSET,
    attributes: str | Unset = UNSET,
    taken_at: datetime.datetime | Unset = UNSET,
    lat: float | Unset = UNSET,
    lon: float | Unset = UNSET,
    overwrite: bool | Unset = False,
    restore: bool | Unset = True,
    idempotency_key: str | Unset = UNSET,
) -> Response[AddImagesResult | Problem]:
    """Add pictures

     One or many files in a form, or one picture as the whole body with its metadata in the address. One
    picture: 201 when it is new, 200 when it was there, or its problem. Several: 200 with a result each,
    or a 503 where none of them could be taken now. A picture is searchable when the call returns. In a
    form, metadata in the address holds for a file whose own entry says nothing.

    Args:
        image_id (str | Unset): The id of an image: the client’s own, or made from the path.
        image_name (str | Unset):
        relative_path (str | Unset): Where the picture lies below the library root, with `/`
            between the names.
        tags (list[str] | Unset): Words of the client’s own.
        caption (str | Unset): Words about the picture, which searches by words find.
        attributes (str | Unset):
        taken_at (datetime.datetime | Unset):
        lat (float | Unset):
        lon (float | Unset):
        overwrite (bool | Unset):  Default: False.
        restore (bool | Unset):  Default: True.
        idempotency_key (str | Unset):
        body (AddImagesForm):
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AddImagesResult | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        image_id=image_id,
        image_name=image_name,
        relative_path=relative_path,
        tags=tags,
        caption=caption,
        attributes=attributes,
        taken_at=taken_at,
        lat=lat,
        lon=lon,
        overwrite=overwrite,
        restore=restore,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: AddImagesForm | File | Unset = UNSET,
    image_id: str | Unset = UNSET,
    image_name: str | Unset = UNSET,
    relative_path: str | Unset = UNSET,
    tags: list[str] | Unset = UNSET,
    caption: str | Unset = UNSET,
    attributes: str | Unset = UNSET,
    taken_at: datetime.datetime | Unset = UNSET,
    lat: float | Unset = UNSET,
    lon: float | Unset = UNSET,
    overwrite: bool | Unset = False,
    restore: bool | Unset = True,
    idempotency_key: str | Unset = UNSET,
) -> AddImagesResult | Problem | None:
    """Add pictures

     One or many files in a form, or one picture as the whole body with its metadata in the address. One
    picture: 201 when it is new, 200 when it was there, or its problem. Several: 200 with a result each,
    or a 503 where none of them could be taken now. A picture is searchable when the call returns. In a
    form, metadata in the address holds for a file whose own entry says nothing.

    Args:
        image_id (str | Unset): The id of an image: the client’s own, or made from the path.
        image_name (str | Unset):
        relative_path (str | Unset): Where the picture lies below the library root, with `/`
            between the names.
        tags (list[str] | Unset): Words of the client’s own.
        caption (str | Unset): Words about the picture, which searches by words find.
        attributes (str | Unset):
        taken_at (datetime.datetime | Unset):
        lat (float | Unset):
        lon (float | Unset):
        overwrite (bool | Unset):  Default: False.
        restore (bool | Unset):  Default: True.
        idempotency_key (str | Unset):
        body (AddImagesForm):
        body (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any
            `image/…` type is taken as well.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AddImagesResult | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            image_id=image_id,
            image_name=image_name,
            relative_path=relative_path,
            tags=tags,
            caption=caption,
            attributes=attributes,
            taken_at=taken_at,
            lat=lat,
            lon=lon,
            overwrite=overwrite,
            restore=restore,
            idempotency_key=idempotency_key,
        )
    ).parsed
