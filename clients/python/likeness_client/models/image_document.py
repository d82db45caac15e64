from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.file_origin import FileOrigin, check_file_origin
from ..models.image_format import ImageFormat, check_image_format
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.attribute_values import AttributeValues
    from ..models.location import Location


T = TypeVar("T", bound="ImageDocument")


@_attrs_define
class ImageDocument:
    """A stored image with its vector. All but id, path and vector may be left out.

    Attributes:
        image_id (str): The id of an image: the client’s own, or made from the path.
        relative_path (str): Where the picture lies below the library root, with `/` between the names.
        image_embedding (list[float] | str): A vector: numbers, or little-endian float32 in base64. It need not be of
            unit length.
        image_name (str | Unset):
        tags (list[str] | Unset): Words of the client’s own.
        caption (None | str | Unset):
        attributes (AttributeValues | Unset): Values of attributes by name, each of the type that the service’s settings
            declare: a keyword of at most 256 characters, a number, true or false, or a date (RFC 3339, or a day, which
            begins at midnight in UTC). What is not named keeps its value.
        taken_at (datetime.datetime | None | Unset):
        location (Location | None | Unset):
        camera (None | str | Unset):
        added_at (datetime.datetime | None | Unset):
        updated_at (datetime.datetime | None | Unset):
        width (int | None | Unset): Pixels, after EXIF orientation.
        height (int | None | Unset): Pixels, after EXIF orientation.
        format_ (ImageFormat | None | Unset):
        size_bytes (int | None | Unset):
        file_modified_at (datetime.datetime | None | Unset):
        content_sha256 (None | str | Unset):
        origin (FileOrigin | Unset): Whether the service wrote the file, and removes it with the image.
    """

    image_id: str
    relative_path: str
    image_embedding: list[float] | str
    image_name: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    caption: None | str | Unset = UNSET
    attributes: AttributeValues | Unset = UNSET
    taken_at: datetime.datetime | None | Unset = UNSET
    location: Location | None | Unset = UNSET
    camera: None | str | Unset = UNSET
    added_at: datetime.datetime | None | Unset = UNSET
    updated_at: datetime.datetime | None | Unset = UNSET
    width: int | None | Unset = UNSET
    height: int | None | Unset = UNSET
    format_: ImageFormat | None | Unset = UNSET
    size_bytes: int | None | Unset = UNSET
    file_modified_at: datetime.datetime | None | Unset = UNSET
    content_sha256: None | str | Unset = UNSET
    origin: FileOrigin | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.location import Location

        image_id = self.image_id

        relative_path = self.relative_path

        image_embedding: list[float] | str
        if isinstance(self.image_embedding, list):
            image_embedding = self.image_embedding

        else:
            image_embedding = self.image_embedding

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

        camera: None | str | Unset
        if isinstance(self.camera, Unset):
            camera = UNSET
        else:
            camera = self.camera

        added_at: None | str | Unset
        if isinstance(self.added_at, Unset):
            added_at = UNSET
        elif isinstance(self.added_at, datetime.datetime):
            added_at = self.added_at.isoformat()
        else:
            added_at = self.added_at

        updated_at: None | str | Unset
        if isinstance(self.updated_at, Unset):
            updated_at = UNSET
        elif isinstance(self.updated_at, datetime.datetime):
            updated_at = self.updated_at.isoformat()
        else:
            updated_at = self.updated_at

        width: int | None | Unset
        if isinstance(self.width, Unset):
            width = UNSET
        else:
            width = self.width

        height: int | None | Unset
        if isinstance(self.height, Unset):
            height = UNSET
        else:
            height = self.height

        format_: None | str | Unset
        if isinstance(self.format_, Unset):
            format_ = UNSET
        elif isinstance(self.format_, str):
            format_ = self.format_
        else:
            format_ = self.format_

        size_bytes: int | None | Unset
        if isinstance(self.size_bytes, Unset):
            size_bytes = UNSET
        else:
            size_bytes = self.size_bytes

        file_modified_at: None | str | Unset
        if isinstance(self.file_modified_at, Unset):
            file_modified_at = UNSET
        elif isinstance(self.file_modified_at, datetime.datetime):
            file_modified_at = self.file_modified_at.isoformat()
        else:
            file_modified_at = self.file_modified_at

        content_sha256: None | str | Unset
        if isinstance(self.content_sha256, Unset):
            content_sha256 = UNSET
        else:
            content_sha256 = self.content_sha256

        origin: str | Unset = UNSET
        if not isinstance(self.origin, Unset):
            origin = self.origin

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "image_id": image_id,
                "relative_path": relative_path,
                "image_embedding": image_embedding,
            }
        )
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
        if camera is not UNSET:
            field_dict["camera"] = camera
        if added_at is not UNSET:
            field_dict["added_at"] = added_at
        if updated_at is not UNSET:
            field_dict["updated_at"] = updated_at
        if width is not UNSET:
            field_dict["width"] = width
        if height is not UNSET:
            field_dict["height"] = height
        if format_ is not UNSET:
            field_dict["format"] = format_
        if size_bytes is not UNSET:
            field_dict["size_bytes"] = size_bytes
        if file_modified_at is not UNSET:
            field_dict["file_modified_at"] = file_modified_at
        if content_sha256 is not UNSET:
            field_dict["content_sha256"] = content_sha256
        if origin is not UNSET:
            field_dict["origin"] = origin

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.attribute_values import AttributeValues
        from ..models.location import Location

        d = dict(src_dict)
        image_id = d.pop("image_id")

        relative_path = d.pop("relative_path")

        def _parse_image_embedding(data: object) -> list[float] | str:
            try:
                if not isinstance(data, list):
                    raise TypeError()
                componentsschemas_document_vector_type_0 = cast(list[float], data)

                return componentsschemas_document_vector_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | str, data)

        image_embedding = _parse_image_embedding(d.pop("image_embedding"))

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
        attributes: AttributeValues | Unset
        if isinstance(_attributes, Unset):
            attributes = UNSET
        else:
            attributes = AttributeValues.from_dict(_attributes)

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

        def _parse_camera(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        camera = _parse_camera(d.pop("camera", UNSET))

        def _parse_added_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                added_at_type_0 = datetime.datetime.fromisoformat(data)

                return added_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        added_at = _parse_added_at(d.pop("added_at", UNSET))

        def _parse_updated_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                updated_at_type_0 = datetime.datetime.fromisoformat(data)

                return updated_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        updated_at = _parse_updated_at(d.pop("updated_at", UNSET))

        def _parse_width(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        width = _parse_width(d.pop("width", UNSET))

        def _parse_height(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        height = _parse_height(d.pop("height", UNSET))

        def _parse_format_(data: object) -> ImageFormat | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                format_type_0 = check_image_format(data)

                return format_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ImageFormat | None | Unset, data)

        format_ = _parse_format_(d.pop("format", UNSET))

        def _parse_size_bytes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        size_bytes = _parse_size_bytes(d.pop("size_bytes", UNSET))

        def _parse_file_modified_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                file_modified_at_type_0 = datetime.datetime.fromisoformat(data)

                return file_modified_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        file_modified_at = _parse_file_modified_at(d.pop("file_modified_at", UNSET))

        def _parse_content_sha256(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        content_sha256 = _parse_content_sha256(d.pop("content_sha256", UNSET))

        _origin = d.pop("origin", UNSET)
        origin: FileOrigin | Unset
        if isinstance(_origin, Unset):
            origin = UNSET
        else:
            origin = check_file_origin(_origin)

        image_document = cls(
            image_id=image_id,
            relative_path=relative_path,
            image_embedding=image_embedding,
            image_name=image_name,
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
            origin=origin,
        )

        return image_document
