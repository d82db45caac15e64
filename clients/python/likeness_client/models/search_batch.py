from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.composed_search import ComposedSearch


T = TypeVar("T", bound="SearchBatch")


@_attrs_define
class SearchBatch:
    """
    Attributes:
        searches (list[ComposedSearch]):
    """

    searches: list[ComposedSearch]

    def to_dict(self) -> dict[str, Any]:
        searches = []
        for searches_item_data in self.searches:
            searches_item = searches_item_data.to_dict()
            searches.append(searches_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "searches": searches,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.composed_search import ComposedSearch

        d = dict(src_dict)
        searches = []
        _searches = d.pop("searches")
        for searches_item_data in _searches:
            searches_item = ComposedSearch.from_dict(searches_item_data)

            searches.append(searches_item)

        search_batch = cls(
            searches=searches,
        )

        return search_batch
