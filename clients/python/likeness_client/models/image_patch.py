from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.attribute_changes import AttributeChanges
    from ..models.location import Location


T = TypeVar("T", bound="ImagePatch")


@_attrs_define
class ImagePatch:
    """
    Attributes:
        image_name (str | Unset): The name that people see; that of the file where none is given.
        tags (list[str] | Unset): Words of the client’s own.
        caption (None | str | Unset):
        attributes (AttributeChanges | Unset): As `AttributeValues`; null takes a value away. What is not named keeps
            its value.
        taken_at (datetime.datetime | None | Unset): When the picture was taken (RFC 3339; kept in UTC).
        location (Location | None | Unset):
    """

    image_name: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    caption: None | str | Unset = UNSET
    attributes: AttributeChanges | Unset = UNSET
    taken_at: datetime.datetime | None | Unset = UNSET
    location: Location | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.location import Location

        image_name = self.image_name

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        caption: None | str | Unset
        if isinstance(self.caption, Unset):
            caption = UNSET
        else:
            caption = self.caption

        attributes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.attributes, Unset):
            attributes = self.attributes.to_dict()

        taken_at: None | str | Unset
        if isinstance(self.taken_at, Unset):
            taken_at = UNSET
        elif isinstance(self.taken_at, datetime.datetime):
            taken_at = self.taken_at.isoformat()
        else:
            taken_at = self.taken_at

        location: dict[str, Any] | None | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        elif isinstance(self.location, Location):
            location = self.location.to_dict()
        else:
            location = self.location

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if image_name is not UNSET:
            field_dict["image_name"] = image_name
        if tags is not UNSET:
            field_dict["tags"] = tags
        if caption is not UNSET:
            field_dict["caption"] = caption
        if attributes is not UNSET:
            field_dict["attributes"] = attributes
        if taken_at is not UNSET:
            field_dict["taken_at"] = taken_at
        if location is not UNSET:
            field_dict["location"] = location

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.attribute_changes import AttributeChanges
        from ..models.location import Location

        d = dict(src_dict)
        image_name = d.pop("image_name", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))

        def _parse_caption(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        caption = _parse_caption(d.pop("caption", UNSET))

        _attributes = d.pop("attributes", UNSET)
        attributes: AttributeChanges | Unset
        if isinstance(_attributes, Unset):
            attributes = UNSET
        else:
            attributes = AttributeChanges.from_dict(_attributes)

        def _parse_taken_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                taken_at_type_0 = datetime.datetime.fromisoformat(data)

                return taken_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        taken_at = _parse_taken_at(d.pop("taken_at", UNSET))

        def _parse_location(data: object) -> Location | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                location_type_0 = Location.from_dict(data)

                return location_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Location | None | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

        image_patch = cls(
            image_name=image_name,
            tags=tags,
            caption=caption,
            attributes=attributes,
            taken_at=taken_at,
            location=location,
        )

        return image_patch
