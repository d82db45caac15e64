from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.part_type import PartType, check_part_type

T = TypeVar("T", bound="ExplainedPart")


@_attrs_define
class ExplainedPart:
    """
    Attributes:
        type_ (PartType):
        weight (float):
        cached (bool | None): Whether its vector was kept from before; null for a stored or given one.
    """

    type_: PartType
    weight: float
    cached: bool | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        weight = self.weight

        cached: bool | None
        cached = self.cached

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "weight": weight,
                "cached": cached,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        type_ = check_part_type(d.pop("type"))

        weight = d.pop("weight")

        def _parse_cached(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        cached = _parse_cached(d.pop("cached"))

        explained_part = cls(
            type_=type_,
            weight=weight,
            cached=cached,
        )

        explained_part.additional_properties = d
        return explained_part

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
