from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.duplicate_group import DuplicateGroup


T = TypeVar("T", bound="DuplicateReport")


@_attrs_define
class DuplicateReport:
    """
    Attributes:
        took_ms (float):
        images (int): Images that were looked at.
        groups_total (int): Groups, listed or not.
        duplicates_total (int): Images beyond the first of each group.
        groups (list[DuplicateGroup]): The largest first.
    """

    took_ms: float
    images: int
    groups_total: int
    duplicates_total: int
    groups: list[DuplicateGroup]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        took_ms = self.took_ms

        images = self.images

        groups_total = self.groups_total

        duplicates_total = self.duplicates_total

        groups = []
        for groups_item_data in self.groups:
            groups_item = groups_item_data.to_dict()
            groups.append(groups_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "took_ms": took_ms,
                "images": images,
                "groups_total": groups_total,
                "duplicates_total": duplicates_total,
                "groups": groups,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.duplicate_group import DuplicateGroup

        d = dict(src_dict)
        took_ms = d.pop("took_ms")

        images = d.pop("images")

        groups_total = d.pop("groups_total")

        duplicates_total = d.pop("duplicates_total")

        groups = []
        _groups = d.pop("groups")
        for groups_item_data in _groups:
            groups_item = DuplicateGroup.from_dict(groups_item_data)

            groups.append(groups_item)

        duplicate_report = cls(
            took_ms=took_ms,
            images=images,
            groups_total=groups_total,
            duplicates_total=duplicates_total,
            groups=groups,
        )

        duplicate_report.additional_properties = d
        return duplicate_report

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
