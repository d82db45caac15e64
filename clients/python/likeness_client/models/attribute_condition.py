from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AttributeCondition")


@_attrs_define
class AttributeCondition:
    """What must hold of one attribute, by its type: `any` of a keyword, `min` and `max` of a number, `is` of a boolean,
    `from` and `before` of a date. An attribute without a value fulfils no condition.

        Attributes:
            any_ (list[str] | Unset): Of a keyword: one of these.
            min_ (float | Unset): Of a number: not below this.
            max_ (float | Unset): Of a number: not above this.
            is_ (bool | Unset): Of a boolean: this.
            from_ (str | Unset): A time (RFC 3339), or a day, which begins at midnight in UTC.
            before (str | Unset): A time (RFC 3339), or a day, which begins at midnight in UTC.
    """

    any_: list[str] | Unset = UNSET
    min_: float | Unset = UNSET
    max_: float | Unset = UNSET
    is_: bool | Unset = UNSET
    from_: str | Unset = UNSET
    before: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        any_: list[str] | Unset = UNSET
        if not isinstance(self.any_, Unset):
            any_ = self.any_

        min_ = self.min_

        max_ = self.max_

        is_ = self.is_

        from_ = self.from_

        before = self.before

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if any_ is not UNSET:
            field_dict["any"] = any_
        if min_ is not UNSET:
            field_dict["min"] = min_
        if max_ is not UNSET:
            field_dict["max"] = max_
        if is_ is not UNSET:
            field_dict["is"] = is_
        if from_ is not UNSET:
            field_dict["from"] = from_
        if before is not UNSET:
            field_dict["before"] = before

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        any_ = cast(list[str], d.pop("any", UNSET))

        min_ = d.pop("min", UNSET)

        max_ = d.pop("max", UNSET)

        is_ = d.pop("is", UNSET)

        from_ = d.pop("from", UNSET)

        before = d.pop("before", UNSET)

        attribute_condition = cls(
            any_=any_,
            min_=min_,
            max_=max_,
            is_=is_,
            from_=from_,
            before=before,
        )

        return attribute_condition
