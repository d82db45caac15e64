from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.filter_ import Filter
    from ..models.image_patch import ImagePatch


T = TypeVar("T", bound="ImagesUpdate")


@_attrs_define
class ImagesUpdate:
    """
    Attributes:
        filter_ (Filter): Conditions that all hold. One on what is not known of a picture, such as its date, does not
            hold; its `not` does. At most 8 levels deep, and 256 filters in all.
        dry_run (bool | Unset): Only tells which images match; false does it. Default: True.
        limit (int | Unset): Images of this call. Default: 1000.
        cursor (str | Unset): `next_cursor` of the call before.
        set_ (ImagePatch | Unset):
        add_tags (list[str] | Unset): Words of the client’s own.
        remove_tags (list[str] | Unset): Words of the client’s own.
    """

    filter_: Filter
    dry_run: bool | Unset = True
    limit: int | Unset = 1000
    cursor: str | Unset = UNSET
    set_: ImagePatch | Unset = UNSET
    add_tags: list[str] | Unset = UNSET
    remove_tags: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        filter_ = self.filter_.to_dict()

        dry_run = self.dry_run

        limit = self.limit

        cursor = self.cursor

        set_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.set_, Unset):
            set_ = self.set_.to_dict()

        add_tags: list[str] | Unset = UNSET
        if not isinstance(self.add_tags, Unset):
            add_tags = self.add_tags

        remove_tags: list[str] | Unset = UNSET
        if not isinstance(self.remove_tags, Unset):
            remove_tags = self.remove_tags

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
        if set_ is not UNSET:
            field_dict["set"] = set_
        if add_tags is not UNSET:
            field_dict["add_tags"] = add_tags
        if remove_tags is not UNSET:
            field_dict["remove_tags"] = remove_tags

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.filter_ import Filter
        from ..models.image_patch import ImagePatch

        d = dict(src_dict)
        filter_ = Filter.from_dict(d.pop("filter"))

        dry_run = d.pop("dry_run", UNSET)

        limit = d.pop("limit", UNSET)

        cursor = d.pop("cursor", UNSET)

        _set_ = d.pop("set", UNSET)
        set_: ImagePatch | Unset
        if isinstance(_set_, Unset):
            set_ = UNSET
        else:
            set_ = ImagePatch.from_dict(_set_)

        add_tags = cast(list[str], d.pop("add_tags", UNSET))

        remove_tags = cast(list[str], d.pop("remove_tags", UNSET))

        images_update = cls(
            filter_=filter_,
            dry_run=dry_run,
            limit=limit,
            cursor=cursor,
            set_=set_,
            add_tags=add_tags,
            remove_tags=remove_tags,
        )

        return images_update
