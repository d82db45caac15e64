from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="FileComparisonResult")


@_attrs_define
class FileComparisonResult:
    """
    Attributes:
        took_ms (float):
        unchanged (list[str]): The `relative_path` of each file that is stored with this size and time.
        changed (list[str]): That of each file that is stored with another size or time; what is in neither list is not
            stored.
    """

    took_ms: float
    unchanged: list[str]
    changed: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        took_ms = self.took_ms

        unchanged = self.unchanged

        changed = self.changed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "took_ms": took_ms,
                "unchanged": unchanged,
                "changed": changed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        took_ms = d.pop("took_ms")

        unchanged = cast(list[str], d.pop("unchanged"))

        changed = cast(list[str], d.pop("changed"))

        file_comparison_result = cls(
            took_ms=took_ms,
            unchanged=unchanged,
            changed=changed,
        )

        file_comparison_result.additional_properties = d
        return file_comparison_result

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
