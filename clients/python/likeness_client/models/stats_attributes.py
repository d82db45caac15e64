from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.attribute_type import AttributeType, check_attribute_type

T = TypeVar("T", bound="StatsAttributes")


@_attrs_define
class StatsAttributes:
    """The attributes that the service’s settings declare, with their types."""

    additional_properties: dict[str, AttributeType] = _attrs_field(
        init=False, factory=dict
    )

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        stats_attributes = cls()

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = check_attribute_type(prop_dict)

            additional_properties[prop_name] = additional_property

        stats_attributes.additional_properties = additional_properties
        return stats_attributes

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> AttributeType:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: AttributeType) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
