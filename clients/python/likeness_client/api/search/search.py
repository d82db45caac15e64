from http import HTTPStatus
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.composed_search import ComposedSearch
from ...models.composed_search_form import ComposedSearchForm
from ...models.problem import Problem
from ...models.search_result import SearchResult
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ComposedSearch | ComposedSearchForm | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/search",
    }

    if isinstance(body, ComposedSearch):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, ComposedSearchForm):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | SearchResult:
    if response.status_code == 200:
        response_200 = SearchResult.from_dict(response.json())

        return response_200

    response_default = Problem.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | SearchResult]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ComposedSearch | ComposedSearchForm | Unset = UNSET,
) -> Response[Problem | SearchResult]:
    """Find pictures by words, pictures and vectors together

     The vectors of the parts are added up by their weights; a negative weight pushes away. Pictures are
    base64, ids of stored ones, or files of a form, which parts name by their number.

    Args:
        body (ComposedSearch):
        body (ComposedSearchForm):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchResult]
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
    body: ComposedSearch | ComposedSearchForm | Unset = UNSET,
) -> Problem | SearchResult | None:
    """Find pictures by words, pictures and vectors together

     The vectors of the parts are added up by their weights; a negative weight pushes away. Pictures are
    base64, ids of stored ones, or files of a form, which parts name by their number.

    Args:
        body (ComposedSearch):
        body (ComposedSearchForm):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchResult
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ComposedSearch | ComposedSearchForm | Unset = UNSET,
) -> Response[Problem | SearchResult]:
    """Find pictures by words, pictures and vectors together

     The vectors of the parts are added up by their weights; a negative weight pushes away. Pictures are
    base64, ids of stored ones, or files of a form, which parts name by their number.

    Args:
        body (ComposedSearch):
        body (ComposedSearchForm):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchResult]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ComposedSearch | ComposedSearchForm | Unset = UNSET,
) -> Problem | SearchResult | None:
    """Find pictures by words, pictures and vectors together

     The vectors of the parts are added up by their weights; a negative weight pushes away. Pictures are
    base64, ids of stored ones, or files of a form, which parts name by their number.

    Args:
        body (ComposedSearch):
        body (ComposedSearchForm):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchResult
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
