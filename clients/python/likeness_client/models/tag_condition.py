from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="TagCondition")


@_attrs_define
class TagCondition:
    """
    Attributes:
        any_ (list[str] | Unset): At least one of these.
        all_ (list[str] | Unset): Every one of these.
        none (list[str] | Unset): Not one of these.
    """

    any_: list[str] | Unset = UNSET
    all_: list[str] | Unset = UNSET
    none: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        any_: list[str] | Unset = UNSET
        if not isinstance(self.any_, Unset):
            any_ = self.any_

        all_: list[str] | Unset = UNSET
        if not isinstance(self.all_, Unset):
            all_ = self.all_

        none: list[str] | Unset = UNSET
        if not isinstance(self.none, Unset):
            none = self.none

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if any_ is not UNSET:
            field_dict["any"] = any_
        if all_ is not UNSET:
            field_dict["all"] = all_
        if none is not UNSET:
            field_dict["none"] = none

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        any_ = cast(list[str], d.pop("any", UNSET))

        all_ = cast(list[str], d.pop("all", UNSET))

        none = cast(list[str], d.pop("none", UNSET))

        tag_condition = cls(
            any_=any_,
            all_=all_,
            none=none,
        )

        return tag_condition
