from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.facets import Facets


T = TypeVar("T", bound="FacetsResult")


@_attrs_define
class FacetsResult:
    """
    Attributes:
        took_ms (float):
        facets (Facets): Those that were asked for.
    """

    took_ms: float
    facets: Facets
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        took_ms = self.took_ms

        facets = self.facets.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "took_ms": took_ms,
                "facets": facets,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.facets import Facets

        d = dict(src_dict)
        took_ms = d.pop("took_ms")

        facets = Facets.from_dict(d.pop("facets"))

        facets_result = cls(
            took_ms=took_ms,
            facets=facets,
        )

        facets_result.additional_properties = d
        return facets_result

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
