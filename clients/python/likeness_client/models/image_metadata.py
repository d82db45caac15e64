from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.attribute_values import AttributeValues
    from ..models.location import Location


T = TypeVar("T", bound="ImageMetadata")


@_attrs_define
class ImageMetadata:
    """
    Attributes:
        image_id (str | Unset): The id of an image: the client’s own, or made from the path.
        image_name (str | Unset): The name that people see; that of the file where none is given.
        relative_path (str | Unset): Where the picture lies below the library root, with `/` between the names.
        tags (list[str] | Unset): Words of the client’s own.
        caption (str | Unset): Words about the picture, which searches by words find.
        attributes (AttributeValues | Unset): Values of attributes by name, each of the type that the service’s settings
            declare: a keyword of at most 256 characters, a number, true or false, or a date (RFC 3339, or a day, which
            begins at midnight in UTC). What is not named keeps its value.
        taken_at (datetime.datetime | Unset): When the picture was taken (RFC 3339; kept in UTC).
        location (Location | Unset):
    """

    image_id: str | Unset = UNSET
    image_name: str | Unset = UNSET
    relative_path: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    caption: str | Unset = UNSET
    attributes: AttributeValues | Unset = UNSET
    taken_at: datetime.datetime | Unset = UNSET
    location: Location | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        image_id = self.image_id

        image_name = self.image_name

        relative_path = self.relative_path

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        caption = self.caption

        attributes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.attributes, Unset):
            attributes = self.attributes.to_dict()

        taken_at: str | Unset = UNSET
        if not isinstance(self.taken_at, Unset):
            taken_at = self.taken_at.isoformat()

        location: dict[str, Any] | Unset = UNSET
        if not isinstance(self.location, Unset):
            location = self.location.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if image_id is not UNSET:
            field_dict["image_id"] = image_id
        if image_name is not UNSET:
            field_dict["image_name"] = image_name
        if relative_path is not UNSET:
            field_dict["relative_path"] = relative_path
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
        from ..models.attribute_values import AttributeValues
        from ..models.location import Location

        d = dict(src_dict)
        image_id = d.pop("image_id", UNSET)

        image_name = d.pop("image_name", UNSET)

        relative_path = d.pop("relative_path", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))

        caption = d.pop("caption", UNSET)

        _attributes = d.pop("attributes", UNSET)
        attributes: AttributeValues | Unset
        if isinstance(_attributes, Unset):
            attributes = UNSET
        else:
            attributes = AttributeValues.from_dict(_attributes)

        _taken_at = d.pop("taken_at", UNSET)
        taken_at: datetime.datetime | Unset
        if isinstance(_taken_at, Unset):
            taken_at = UNSET
        else:
            taken_at = datetime.datetime.fromisoformat(_taken_at)

        _location = d.pop("location", UNSET)
        location: Location | Unset
        if isinstance(_location, Unset):
            location = UNSET
        else:
            location = Location.from_dict(_location)

        image_metadata = cls(
            image_id=image_id,
            image_name=image_name,
            relative_path=relative_path,
            tags=tags,
            caption=caption,
            attributes=attributes,
            taken_at=taken_at,
            location=location,
        )

        return image_metadata
