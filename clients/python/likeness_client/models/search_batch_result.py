from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.model_ref import ModelRef
    from ..models.search_batch_item import SearchBatchItem


T = TypeVar("T", bound="SearchBatchResult")


@_attrs_define
class SearchBatchResult:
    """
    Attributes:
        took_ms (float): Milliseconds of all searches together.
        model (ModelRef): The model that made the vectors.
        results (list[SearchBatchItem]): In the order of the searches.
    """

    took_ms: float
    model: ModelRef
    results: list[SearchBatchItem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        took_ms = self.took_ms

        model = self.model.to_dict()

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "took_ms": took_ms,
                "model": model,
                "results": results,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.model_ref import ModelRef
        from ..models.search_batch_item import SearchBatchItem

        d = dict(src_dict)
        took_ms = d.pop("took_ms")

        model = ModelRef.from_dict(d.pop("model"))

        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = SearchBatchItem.from_dict(results_item_data)

            results.append(results_item)

        search_batch_result = cls(
            took_ms=took_ms,
            model=model,
            results=results,
        )

        search_batch_result.additional_properties = d
        return search_batch_result

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
