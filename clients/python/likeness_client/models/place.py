from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.box import Box
    from ..models.circle import Circle


T = TypeVar("T", bound="Place")


@_attrs_define
class Place:
    """
    Attributes:
        within (Circle | Unset):
        box (Box | Unset): Degrees; a box whose west lies east of its east reaches over the 180th meridian.
    """

    within: Circle | Unset = UNSET
    box: Box | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        within: dict[str, Any] | Unset = UNSET
        if not isinstance(self.within, Unset):
            within = self.within.to_dict()

        box: dict[str, Any] | Unset = UNSET
        if not isinstance(self.box, Unset):
            box = self.box.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if within is not UNSET:
            field_dict["within"] = within
        if box is not UNSET:
            field_dict["box"] = box

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.box import Box
        from ..models.circle import Circle

        d = dict(src_dict)
        _within = d.pop("within", UNSET)
        within: Circle | Unset
        if isinstance(_within, Unset):
            within = UNSET
        else:
            within = Circle.from_dict(_within)

        _box = d.pop("box", UNSET)
        box: Box | Unset
        if isinstance(_box, Unset):
            box = UNSET
        else:
            box = Box.from_dict(_box)

        place = cls(
            within=within,
            box=box,
        )

        return place
