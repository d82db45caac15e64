from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.filter_ import Filter


T = TypeVar("T", bound="PruneRequest")


@_attrs_define
class PruneRequest:
    """
    Attributes:
        dry_run (bool | Unset): Only tells what is missing; false removes the records as well. Default: True.
        filter_ (Filter | Unset): Conditions that all hold. One on what is not known of a picture, such as its date,
            does not hold; its `not` does. At most 8 levels deep, and 256 filters in all.
        limit (int | Unset): Images that are looked at in this call. Default: 1000.
        cursor (str | Unset): `next_cursor` of the call before.
    """

    dry_run: bool | Unset = True
    filter_: Filter | Unset = UNSET
    limit: int | Unset = 1000
    cursor: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        dry_run = self.dry_run

        filter_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.filter_, Unset):
            filter_ = self.filter_.to_dict()

        limit = self.limit

        cursor = self.cursor

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run
        if filter_ is not UNSET:
            field_dict["filter"] = filter_
        if limit is not UNSET:
            field_dict["limit"] = limit
        if cursor is not UNSET:
            field_dict["cursor"] = cursor

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.filter_ import Filter

        d = dict(src_dict)
        dry_run = d.pop("dry_run", UNSET)

        _filter_ = d.pop("filter", UNSET)
        filter_: Filter | Unset
        if isinstance(_filter_, Unset):
            filter_ = UNSET
        else:
            filter_ = Filter.from_dict(_filter_)

        limit = d.pop("limit", UNSET)

        cursor = d.pop("cursor", UNSET)

        prune_request = cls(
            dry_run=dry_run,
            filter_=filter_,
            limit=limit,
            cursor=cursor,
        )

        return prune_request
