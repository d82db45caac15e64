from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.image_ref import ImageRef


T = TypeVar("T", bound="PruneResult")


@_attrs_define
class PruneResult:
    """
    Attributes:
        took_ms (float):
        checked (int): Images whose files were looked for.
        missing (list[ImageRef]): Those whose file is gone; removed unless it was a dry run.
        next_cursor (None | str): Pass it as `cursor` to go on; null at the end.
    """

    took_ms: float
    checked: int
    missing: list[ImageRef]
    next_cursor: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        took_ms = self.took_ms

        checked = self.checked

        missing = []
        for missing_item_data in self.missing:
            missing_item = missing_item_data.to_dict()
            missing.append(missing_item)

        next_cursor: None | str
        next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "took_ms": took_ms,
                "checked": checked,
                "missing": missing,
                "next_cursor": next_cursor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.image_ref import ImageRef

        d = dict(src_dict)
        took_ms = d.pop("took_ms")

        checked = d.pop("checked")

        missing = []
        _missing = d.pop("missing")
        for missing_item_data in _missing:
            missing_item = ImageRef.from_dict(missing_item_data)

            missing.append(missing_item)

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        prune_result = cls(
            took_ms=took_ms,
            checked=checked,
            missing=missing,
            next_cursor=next_cursor,
        )

        prune_result.additional_properties = d
        return prune_result

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
