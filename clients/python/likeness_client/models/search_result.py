from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.facets import Facets
    from ..models.hit import Hit
    from ..models.model_ref import ModelRef
    from ..models.search_explanation import SearchExplanation


T = TypeVar("T", bound="SearchResult")


@_attrs_define
class SearchResult:
    """
    Attributes:
        took_ms (float): Milliseconds, embedding included.
        model (ModelRef): The model that made the vectors.
        hits (list[Hit]): Best first; equal scores by image_id.
        next_cursor (None | str): Pass it as `cursor`, with the same query, for the next page; null on the last.
        truncated (bool | Unset): The text was longer than the model reads; its end was left out.
        explanation (SearchExplanation | Unset):
        facets (Facets | Unset): Those that were asked for.
    """

    took_ms: float
    model: ModelRef
    hits: list[Hit]
    next_cursor: None | str
    truncated: bool | Unset = UNSET
    explanation: SearchExplanation | Unset = UNSET
    facets: Facets | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        took_ms = self.took_ms

        model = self.model.to_dict()

        hits = []
        for hits_item_data in self.hits:
            hits_item = hits_item_data.to_dict()
            hits.append(hits_item)

        next_cursor: None | str
        next_cursor = self.next_cursor

        truncated = self.truncated

        explanation: dict[str, Any] | Unset = UNSET
        if not isinstance(self.explanation, Unset):
            explanation = self.explanation.to_dict()

        facets: dict[str, Any] | Unset = UNSET
        if not isinstance(self.facets, Unset):
            facets = self.facets.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "took_ms": took_ms,
                "model": model,
                "hits": hits,
                "next_cursor": next_cursor,
            }
        )
        if truncated is not UNSET:
            field_dict["truncated"] = truncated
        if explanation is not UNSET:
            field_dict["explanation"] = explanation
        if facets is not UNSET:
            field_dict["facets"] = facets

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.facets import Facets
        from ..models.hit import Hit
        from ..models.model_ref import ModelRef
        from ..models.search_explanation import SearchExplanation

        d = dict(src_dict)
        took_ms = d.pop("took_ms")

        model = ModelRef.from_dict(d.pop("model"))

        hits = []
        _hits = d.pop("hits")
        for hits_item_data in _hits:
            hits_item = Hit.from_dict(hits_item_data)

            hits.append(hits_item)

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        truncated = d.pop("truncated", UNSET)

        _explanation = d.pop("explanation", UNSET)
        explanation: SearchExplanation | Unset
        if isinstance(_explanation, Unset):
            explanation = UNSET
        else:
            explanation = SearchExplanation.from_dict(_explanation)

        _facets = d.pop("facets", UNSET)
        facets: Facets | Unset
        if isinstance(_facets, Unset):
            facets = UNSET
        else:
            facets = Facets.from_dict(_facets)

        search_result = cls(
            took_ms=took_ms,
            model=model,
            hits=hits,
            next_cursor=next_cursor,
            truncated=truncated,
            explanation=explanation,
            facets=facets,
        )

        search_result.additional_properties = d
        return search_result

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
