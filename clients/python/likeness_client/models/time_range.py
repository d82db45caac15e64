from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="TimeRange")


@_attrs_define
class TimeRange:
    """
    Attributes:
        from_ (str | Unset): A time (RFC 3339), or a day, which begins at midnight in UTC.
        before (str | Unset): A time (RFC 3339), or a day, which begins at midnight in UTC.
    """

    from_: str | Unset = UNSET
    before: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from_ = self.from_

        before = self.before

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if from_ is not UNSET:
            field_dict["from"] = from_
        if before is not UNSET:
            field_dict["before"] = before

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        from_ = d.pop("from", UNSET)

        before = d.pop("before", UNSET)

        time_range = cls(
            from_=from_,
            before=before,
        )

        return time_range
