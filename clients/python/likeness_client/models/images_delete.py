from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.filter_ import Filter


T = TypeVar("T", bound="ImagesDelete")


@_attrs_define
class ImagesDelete:
    """
    Attributes:
        filter_ (Filter): Conditions that all hold. One on what is not known of a picture, such as its date, does not
            hold; its `not` does. At most 8 levels deep, and 256 filters in all.
        dry_run (bool | Unset): Only tells which images match; false does it. Default: True.
        limit (int | Unset): Images of this call. Default: 1000.
        cursor (str | Unset): `next_cursor` of the call before.
    """

    filter_: Filter
    dry_run: bool | Unset = True
    limit: int | Unset = 1000
    cursor: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        filter_ = self.filter_.to_dict()

        dry_run = self.dry_run

        limit = self.limit

        cursor = self.cursor

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "filter": filter_,
            }
        )
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run
        if limit is not UNSET:
            field_dict["limit"] = limit
        if cursor is not UNSET:
            field_dict["cursor"] = cursor

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.filter_ import Filter

        d = dict(src_dict)
        filter_ = Filter.from_dict(d.pop("filter"))

        dry_run = d.pop("dry_run", UNSET)

        limit = d.pop("limit", UNSET)

        cursor = d.pop("cursor", UNSET)

        images_delete = cls(
            filter_=filter_,
            dry_run=dry_run,
            limit=limit,
            cursor=cursor,
        )

        return images_delete
