from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ImportSummary")


@_attrs_define
class ImportSummary:
    """On the last line alone, once everything is searchable.

    Attributes:
        took_ms (float):
        created (int): Images that are new.
        updated (int): Images that were stored otherwise.
        unchanged (int): Images that were stored like this.
        failed (int): Lines that were not taken.
        normalised (int): Vectors that were not of unit length, and are now.
    """

    took_ms: float
    created: int
    updated: int
    unchanged: int
    failed: int
    normalised: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        took_ms = self.took_ms

        created = self.created

        updated = self.updated

        unchanged = self.unchanged

        failed = self.failed

        normalised = self.normalised

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "took_ms": took_ms,
                "created": created,
                "updated": updated,
                "unchanged": unchanged,
                "failed": failed,
                "normalised": normalised,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        took_ms = d.pop("took_ms")

        created = d.pop("created")

        updated = d.pop("updated")

        unchanged = d.pop("unchanged")

        failed = d.pop("failed")

        normalised = d.pop("normalised")

        import_summary = cls(
            took_ms=took_ms,
            created=created,
            updated=updated,
            unchanged=unchanged,
            failed=failed,
            normalised=normalised,
        )

        import_summary.additional_properties = d
        return import_summary

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
