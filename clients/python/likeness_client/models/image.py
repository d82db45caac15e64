from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.image_format import ImageFormat, check_image_format

if TYPE_CHECKING:
    from ..models.attributes import Attributes
    from ..models.image_links import ImageLinks
    from ..models.location import Location


T = TypeVar("T", bound="Image")


@_attrs_define
class Image:
    """A stored image. What is null below `camera` is unknown: of a document that somebody else wrote into the index.

    Attributes:
        image_id (str): The id of an image: the client’s own, or made from the path.
        image_name (str):
        relative_path (str):
        tags (list[str]):
        caption (None | str):
        attributes (Attributes): The values of the attributes that the service’s settings declare, by name; an attribute
            without a value is left out. Dates are in UTC.
        taken_at (datetime.datetime | None):
        location (Location | None):
        camera (None | str): Maker and model, as the file tells them.
        added_at (datetime.datetime | None):
        updated_at (datetime.datetime | None):
        width (int | None): Pixels, after EXIF orientation.
        height (int | None): Pixels, after EXIF orientation.
        format_ (ImageFormat | None):
        size_bytes (int | None):
        file_modified_at (datetime.datetime | None): When the file was last modified, as it was when its vector was
            made; null where that is not known yet.
        content_sha256 (None | str):
        links (ImageLinks): Addresses relative to the service’s root.
    """

    image_id: str
    image_name: str
    relative_path: str
    tags: list[str]
    caption: None | str
    attributes: Attributes
    taken_at: datetime.datetime | None
    location: Location | None
    camera: None | str
    added_at: datetime.datetime | None
    updated_at: datetime.datetime | None
    width: int | None
    height: int | None
    format_: ImageFormat | None
    size_bytes: int | None
    file_modified_at: datetime.datetime | None
    content_sha256: None | str
    links: ImageLinks
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.location import Location

        image_id = self.image_id

        image_name = self.image_name

        relative_path = self.relative_path

        tags = self.tags

        caption: None | str
        caption = self.caption

        attributes = self.attributes.to_dict()

        taken_at: None | str
        if isinstance(self.taken_at, datetime.datetime):
            taken_at = self.taken_at.isoformat()
        else:
            taken_at = self.taken_at

        location: dict[str, Any] | None
        if isinstance(self.location, Location):
            location = self.location.to_dict()
        else:
            location = self.location

        camera: None | str
        camera = self.camera

        added_at: None | str
        if isinstance(self.added_at, datetime.datetime):
            added_at = self.added_at.isoformat()
        else:
            added_at = self.added_at

        updated_at: None | str
        if isinstance(self.updated_at, datetime.datetime):
            updated_at = self.updated_at.isoformat()
        else:
            updated_at = self.updated_at

        width: int | None
        width = self.width

        height: int | None
        height = self.height

        format_: None | str
        if isinstance(self.format_, str):
            format_ = self.format_
        else:
            format_ = self.format_

        size_bytes: int | None
        size_bytes = self.size_bytes

        file_modified_at: None | str
        if isinstance(self.file_modified_at, datetime.datetime):
            file_modified_at = self.file_modified_at.isoformat()
        else:
            file_modified_at = self.file_modified_at

        content_sha256: None | str
        content_sha256 = self.content_sha256

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "image_id": image_id,
                "image_name": image_name,
                "relative_path": relative_path,
                "tags": tags,
                "caption": caption,
                "attributes": attributes,
                "taken_at": taken_at,
                "location": location,
                "camera": camera,
                "added_at": added_at,
                "updated_at": updated_at,
                "width": width,
                "height": height,
                "format": format_,
                "size_bytes": size_bytes,
                "file_modified_at": file_modified_at,
                "content_sha256": content_sha256,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.attributes import Attributes
        from ..models.image_links import ImageLinks
        from ..models.location import Location

        d = dict(src_dict)
        image_id = d.pop("image_id")

        image_name = d.pop("image_name")

        relative_path = d.pop("relative_path")

        tags = cast(list[str], d.pop("tags"))

        def _parse_caption(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        caption = _parse_caption(d.pop("caption"))

        attributes = Attributes.from_dict(d.pop("attributes"))

        def _parse_taken_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                taken_at_type_0 = datetime.datetime.fromisoformat(data)

                return taken_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        taken_at = _parse_taken_at(d.pop("taken_at"))

        def _parse_location(data: object) -> Location | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                location_type_0 = Location.from_dict(data)

                return location_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Location | None, data)

        location = _parse_location(d.pop("location"))

        def _parse_camera(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        camera = _parse_camera(d.pop("camera"))

        def _parse_added_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                added_at_type_0 = datetime.datetime.fromisoformat(data)

                return added_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        added_at = _parse_added_at(d.pop("added_at"))

        def _parse_updated_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                updated_at_type_0 = datetime.datetime.fromisoformat(data)

                return updated_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        updated_at = _parse_updated_at(d.pop("updated_at"))

        def _parse_width(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        width = _parse_width(d.pop("width"))

        def _parse_height(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        height = _parse_height(d.pop("height"))

        def _parse_format_(data: object) -> ImageFormat | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                format_type_0 = check_image_format(data)

                return format_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ImageFormat | None, data)

        format_ = _parse_format_(d.pop("format"))

        def _parse_size_bytes(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        size_bytes = _parse_size_bytes(d.pop("size_bytes"))

        def _parse_file_modified_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                file_modified_at_type_0 = datetime.datetime.fromisoformat(data)

                return file_modified_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        file_modified_at = _parse_file_modified_at(d.pop("file_modified_at"))

        def _parse_content_sha256(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        content_sha256 = _parse_content_sha256(d.pop("content_sha256"))

        links = ImageLinks.from_dict(d.pop("links"))

        image = cls(
            image_id=image_id,
            image_name=image_name,
            relative_path=relative_path,
            tags=tags,
            caption=caption,
            attributes=attributes,
            taken_at=taken_at,
            location=location,
            camera=camera,
            added_at=added_at,
            updated_at=updated_at,
            width=width,
            height=height,
            format_=format_,
            size_bytes=size_bytes,
            file_modified_at=file_modified_at,
            content_sha256=content_sha256,
            links=links,
        )

        image.additional_properties = d
        return image

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
