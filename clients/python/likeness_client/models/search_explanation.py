from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.search_kind import SearchKind, check_search_kind

if TYPE_CHECKING:
    from ..models.explained_part import ExplainedPart


T = TypeVar("T", bound="SearchExplanation")


@_attrs_define
class SearchExplanation:
    """
    Attributes:
        kind (SearchKind): `exact`: every vector that the filter leaves was compared. `approximate`: the likely ones
            were looked for, so that a hit may be missed; the scores of those found are exact all the same.
        num_candidates (int | None): Breadth of an approximate search; null where it has none.
        embed_ms (float): Milliseconds until the vectors of all parts were there.
        store_ms (float): Milliseconds of the store.
        cutoff_score (float | None): With `relevance: auto`, the score below which hits were left out; null where all
            count, or none stood out.
        parts (list[ExplainedPart]): The query’s parts in their order, those to exclude at the end.
    """

    kind: SearchKind
    num_candidates: int | None
    embed_ms: float
    store_ms: float
    cutoff_score: float | None
    parts: list[ExplainedPart]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind: str = self.kind

        num_candidates: int | None
        num_candidates = self.num_candidates

        embed_ms = self.embed_ms

        store_ms = self.store_ms

        cutoff_score: float | None
        cutoff_score = self.cutoff_score

        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "num_candidates": num_candidates,
                "embed_ms": embed_ms,
                "store_ms": store_ms,
                "cutoff_score": cutoff_score,
                "parts": parts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.explained_part import ExplainedPart

        d = dict(src_dict)
        kind = check_search_kind(d.pop("kind"))

        def _parse_num_candidates(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        num_candidates = _parse_num_candidates(d.pop("num_candidates"))

        embed_ms = d.pop("embed_ms")

        store_ms = d.pop("store_ms")

        def _parse_cutoff_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        cutoff_score = _parse_cutoff_score(d.pop("cutoff_score"))

        parts = []
        _parts = d.pop("parts")
        for parts_item_data in _parts:
            parts_item = ExplainedPart.from_dict(parts_item_data)

            parts.append(parts_item)

        search_explanation = cls(
            kind=kind,
            num_candidates=num_candidates,
            embed_ms=embed_ms,
            store_ms=store_ms,
            cutoff_score=cutoff_score,
            parts=parts,
        )

        search_explanation.additional_properties = d
        return search_explanation

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
