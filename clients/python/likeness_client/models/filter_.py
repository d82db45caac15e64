from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.image_format import ImageFormat, check_image_format
from ..models.orientation import Orientation, check_orientation
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.attribute_filter import AttributeFilter
    from ..models.number_range import NumberRange
    from ..models.place import Place
    from ..models.tag_condition import TagCondition
    from ..models.time_range import TimeRange


T = TypeVar("T", bound="Filter")


@_attrs_define
class Filter:
    """Conditions that all hold. One on what is not known of a picture, such as its date, does not hold; its `not` does. At
    most 8 levels deep, and 256 filters in all.

        Attributes:
            tags (TagCondition | Unset):
            path_prefix (str | Unset): How `relative_path` starts, such as `phone/`.
            image_ids (list[str] | Unset): One of these.
            taken_at (TimeRange | Unset):
            added_at (TimeRange | Unset):
            location (Place | Unset):
            camera (list[str] | Unset): One of these.
            format_ (list[ImageFormat] | Unset): One of these.
            orientation (list[Orientation] | Unset): One of these.
            width (NumberRange | Unset): A range of whole numbers; both ends belong to the range.
            height (NumberRange | Unset): A range of whole numbers; both ends belong to the range.
            size_bytes (NumberRange | Unset): A range of whole numbers; both ends belong to the range.
            attributes (AttributeFilter | Unset): Conditions on attributes by name, all of which hold.
            and_ (list[Filter] | Unset): Every one of these holds.
            or_ (list[Filter] | Unset): At least one of these holds.
            not_ (Filter | Unset): Conditions that all hold. One on what is not known of a picture, such as its date, does
                not hold; its `not` does. At most 8 levels deep, and 256 filters in all.
    """

    tags: TagCondition | Unset = UNSET
    path_prefix: str | Unset = UNSET
    image_ids: list[str] | Unset = UNSET
    taken_at: TimeRange | Unset = UNSET
    added_at: TimeRange | Unset = UNSET
    location: Place | Unset = UNSET
    camera: list[str] | Unset = UNSET
    format_: list[ImageFormat] | Unset = UNSET
    orientation: list[Orientation] | Unset = UNSET
    width: NumberRange | Unset = UNSET
    height: NumberRange | Unset = UNSET
    size_bytes: NumberRange | Unset = UNSET
    attributes: AttributeFilter | Unset = UNSET
    and_: list[Filter] | Unset = UNSET
    or_: list[Filter] | Unset = UNSET
    not_: Filter | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        tags: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags.to_dict()

        path_prefix = self.path_prefix

        image_ids: list[str] | Unset = UNSET
        if not isinstance(self.image_ids, Unset):
            image_ids = self.image_ids

        taken_at: dict[str, Any] | Unset = UNSET
        if not isinstance(self.taken_at, Unset):
            taken_at = self.taken_at.to_dict()

        added_at: dict[str, Any] | Unset = UNSET
        if not isinstance(self.added_at, Unset):
            added_at = self.added_at.to_dict()

        location: dict[str, Any] | Unset = UNSET
        if not isinstance(self.location, Unset):
            location = self.location.to_dict()

        camera: list[str] | Unset = UNSET
        if not isinstance(self.camera, Unset):
            camera = self.camera

        format_: list[str] | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = []
            for format_item_data in self.format_:
                format_item: str = format_item_data
                format_.append(format_item)

        orientation: list[str] | Unset = UNSET
        if not isinstance(self.orientation, Unset):
            orientation = []
            for orientation_item_data in self.orientation:
                orientation_item: str = orientation_item_data
                orientation.append(orientation_item)

        width: dict[str, Any] | Unset = UNSET
        if not isinstance(self.width, Unset):
            width = self.width.to_dict()

        height: dict[str, Any] | Unset = UNSET
        if not isinstance(self.height, Unset):
            height = self.height.to_dict()

        size_bytes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.size_bytes, Unset):
            size_bytes = self.size_bytes.to_dict()

        attributes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.attributes, Unset):
            attributes = self.attributes.to_dict()

        and_: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.and_, Unset):
            and_ = []
            for and_item_data in self.and_:
                and_item = and_item_data.to_dict()
                and_.append(and_item)

        or_: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.or_, Unset):
            or_ = []
            for or_item_data in self.or_:
                or_item = or_item_data.to_dict()
                or_.append(or_item)

        not_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.not_, Unset):
            not_ = self.not_.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if tags is not UNSET:
            field_dict["tags"] = tags
        if path_prefix is not UNSET:
            field_dict["path_prefix"] = path_prefix
        if image_ids is not UNSET:
            field_dict["image_ids"] = image_ids
        if taken_at is not UNSET:
            field_dict["taken_at"] = taken_at
        if added_at is not UNSET:
            field_dict["added_at"] = added_at
        if location is not UNSET:
            field_dict["location"] = location
        if camera is not UNSET:
            field_dict["camera"] = camera
        if format_ is not UNSET:
            field_dict["format"] = format_
        if orientation is not UNSET:
            field_dict["orientation"] = orientation
        if width is not UNSET:
            field_dict["width"] = width
        if height is not UNSET:
            field_dict["height"] = height
        if size_bytes is not UNSET:
            field_dict["size_bytes"] = size_bytes
        if attributes is not UNSET:
            field_dict["attributes"] = attributes
        if and_ is not UNSET:
            field_dict["and"] = and_
        if or_ is not UNSET:
            field_dict["or"] = or_
        if not_ is not UNSET:
            field_dict["not"] = not_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.attribute_filter import AttributeFilter
        from ..models.number_range import NumberRange
        from ..models.place import Place
        from ..models.tag_condition import TagCondition
        from ..models.time_range import TimeRange

        d = dict(src_dict)
        _tags = d.pop("tags", UNSET)
        tags: TagCondition | Unset
        if isinstance(_tags, Unset):
            tags = UNSET
        else:
            tags = TagCondition.from_dict(_tags)

        path_prefix = d.pop("path_prefix", UNSET)

        image_ids = cast(list[str], d.pop("image_ids", UNSET))

        _taken_at = d.pop("taken_at", UNSET)
        taken_at: TimeRange | Unset
        if isinstance(_taken_at, Unset):
            taken_at = UNSET
        else:
            taken_at = TimeRange.from_dict(_taken_at)

        _added_at = d.pop("added_at", UNSET)
        added_at: TimeRange | Unset
        if isinstance(_added_at, Unset):
            added_at = UNSET
        else:
            added_at = TimeRange.from_dict(_added_at)

        _location = d.pop("location", UNSET)
        location: Place | Unset
        if isinstance(_location, Unset):
            location = UNSET
        else:
            location = Place.from_dict(_location)

        camera = cast(list[str], d.pop("camera", UNSET))

        _format_ = d.pop("format", UNSET)
        format_: list[ImageFormat] | Unset = UNSET
        if _format_ is not UNSET:
            format_ = []
            for format_item_data in _format_:
                format_item = check_image_format(format_item_data)

                format_.append(format_item)

        _orientation = d.pop("orientation", UNSET)
        orientation: list[Orientation] | Unset = UNSET
        if _orientation is not UNSET:
            orientation = []
            for orientation_item_data in _orientation:
                orientation_item = check_orientation(orientation_item_data)

                orientation.append(orientation_item)

        _width = d.pop("width", UNSET)
        width: NumberRange | Unset
        if isinstance(_width, Unset):
            width = UNSET
        else:
            width = NumberRange.from_dict(_width)

        _height = d.pop("height", UNSET)
        height: NumberRange | Unset
        if isinstance(_height, Unset):
            height = UNSET
        else:
            height = NumberRange.from_dict(_height)

        _size_bytes = d.pop("size_bytes", UNSET)
        size_bytes: NumberRange | Unset
        if isinstance(_size_bytes, Unset):
            size_bytes = UNSET
        else:
            size_bytes = NumberRange.from_dict(_size_bytes)

        _attributes = d.pop("attributes", UNSET)
        attributes: AttributeFilter | Unset
        if isinstance(_attributes, Unset):
            attributes = UNSET
        else:
            attributes = AttributeFilter.from_dict(_attributes)

        _and_ = d.pop("and", UNSET)
        and_: list[Filter] | Unset = UNSET
        if _and_ is not UNSET:
            and_ = []
            for and_item_data in _and_:
                and_item = Filter.from_dict(and_item_data)

                and_.append(and_item)

        _or_ = d.pop("or", UNSET)
        or_: list[Filter] | Unset = UNSET
        if _or_ is not UNSET:
            or_ = []
            for or_item_data in _or_:
                or_item = Filter.from_dict(or_item_data)

                or_.append(or_item)

        _not_ = d.pop("not", UNSET)
        not_: Filter | Unset
        if isinstance(_not_, Unset):
            not_ = UNSET
        else:
            not_ = Filter.from_dict(_not_)

        filter_ = cls(
            tags=tags,
            path_prefix=path_prefix,
            image_ids=image_ids,
            taken_at=taken_at,
            added_at=added_at,
            location=location,
            camera=camera,
            format_=format_,
            orientation=orientation,
            width=width,
            height=height,
            size_bytes=size_bytes,
            attributes=attributes,
            and_=and_,
            or_=or_,
            not_=not_,
        )

        return filter_
