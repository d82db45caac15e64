from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.failed_image import FailedImage
    from ..models.image_ref import ImageRef


T = TypeVar("T", bound="ManyResult")


@_attrs_define
class ManyResult:
    """
    Attributes:
        took_ms (float):
        dry_run (bool):
        matched (list[ImageRef]): The images of this page that match.
        failed (list[FailedImage]): Those of them that could not be changed, and why.
        next_cursor (None | str): Pass it as `cursor` to go on; null at the end.
    """

    took_ms: float
    dry_run: bool
    matched: list[ImageRef]
    failed: list[FailedImage]
    next_cursor: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        took_ms = self.took_ms

        dry_run = self.dry_run

        matched = []
        for matched_item_data in self.matched:
            matched_item = matched_item_data.to_dict()
            matched.append(matched_item)

        failed = []
        for failed_item_data in self.failed:
            failed_item = failed_item_data.to_dict()
            failed.append(failed_item)

        next_cursor: None | str
        next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "took_ms": took_ms,
                "dry_run": dry_run,
                "matched": matched,
                "failed": failed,
                "next_cursor": next_cursor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.failed_image import FailedImage
        from ..models.image_ref import ImageRef

        d = dict(src_dict)
        took_ms = d.pop("took_ms")

        dry_run = d.pop("dry_run")

        matched = []
        _matched = d.pop("matched")
        for matched_item_data in _matched:
            matched_item = ImageRef.from_dict(matched_item_data)

            matched.append(matched_item)

        failed = []
        _failed = d.pop("failed")
        for failed_item_data in _failed:
            failed_item = FailedImage.from_dict(failed_item_data)

            failed.append(failed_item)

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        many_result = cls(
            took_ms=took_ms,
            dry_run=dry_run,
            matched=matched,
            failed=failed,
            next_cursor=next_cursor,
        )

        many_result.additional_properties = d
        return many_result

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
