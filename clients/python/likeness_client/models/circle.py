from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.location import Location


T = TypeVar("T", bound="Circle")


@_attrs_define
class Circle:
    """
    Attributes:
        centre (Location):
        radius_m (float): Metres along the ground.
    """

    centre: Location
    radius_m: float

    def to_dict(self) -> dict[str, Any]:
        centre = self.centre.to_dict()

        radius_m = self.radius_m

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "centre": centre,
                "radius_m": radius_m,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.location import Location

        d = dict(src_dict)
        centre = Location.from_dict(d.pop("centre"))

        radius_m = d.pop("radius_m")

        circle = cls(
            centre=centre,
            radius_m=radius_m,
        )

        return circle
