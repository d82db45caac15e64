from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Box")


@_attrs_define
class Box:
    """Degrees; a box whose west lies east of its east reaches over the 180th meridian.

    Attributes:
        north (float):
        south (float):
        east (float):
        west (float):
    """

    north: float
    south: float
    east: float
    west: float

    def to_dict(self) -> dict[str, Any]:
        north = self.north

        south = self.south

        east = self.east

        west = self.west

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "north": north,
                "south": south,
                "east": east,
                "west": west,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        north = d.pop("north")

        south = d.pop("south")

        east = d.pop("east")

        west = d.pop("west")

        box = cls(
            north=north,
            south=south,
            east=east,
            west=west,
        )

        return box
