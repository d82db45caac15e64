from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.image_format import ImageFormat, check_image_format
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.attributes import Attributes
    from ..models.contribution import Contribution
    from ..models.folded_hits import FoldedHits
    from ..models.image_links import ImageLinks
    from ..models.location import Location


T = TypeVar("T", bound="Hit")


@_attrs_define
class Hit:
    """An image found, with its score.

    Attributes:
        image_id (str): The id of an image: the client’s own, or made from the path.
        score (float): Cosine similarity of the query’s and the picture’s vectors; higher is better.
        links (ImageLinks): Addresses relative to the service’s root.
        image_name (str | Unset):
        relative_path (str | Unset):
        tags (list[str] | Unset):
        caption (None | str | Unset):
        attributes (Attributes | Unset): The values of the attributes that the service’s settings declare, by name; an
            attribute without a value is left out. Dates are in UTC.
        taken_at (datetime.datetime | None | Unset):
        location (Location | None | Unset):
        camera (None | str | Unset): Maker and model, as the file tells them.
        added_at (datetime.datetime | None | Unset):
        updated_at (datetime.datetime | None | Unset):
        width (int | None | Unset): Pixels, after EXIF orientation.
        height (int | None | Unset): Pixels, after EXIF orientation.
        format_ (ImageFormat | None | Unset):
        size_bytes (int | None | Unset):
        file_modified_at (datetime.datetime | None | Unset): When the file was last modified, as it was when its vector
            was made; null where that is not known yet.
        content_sha256 (None | str | Unset):
        text_score (float | Unset): Of the modes `text` and `hybrid`, where the picture was found by words: how rare
            those are, added up. Comparable within one answer.
        rank_score (float | Unset): Of the mode `hybrid`, which orders by it: 1 / (60 + rank) for the place among the
            nearest and the same for the place among those found by words, added up.
        image_embedding (list[float] | Unset): The picture’s vector; only when `fields` names it.
        duplicates (FoldedHits | Unset): Of a collapsed search: what was folded into this hit.
        contributions (list[Contribution] | Unset): Of an explained search, in the order of its parts.
    """

    image_id: str
    score: float
    links: ImageLinks
    image_name: str | Unset = UNSET
    relative_path: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    caption: None | str | Unset = UNSET
    attributes: Attributes | Unset = UNSET
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
    text_score: float | Unset = UNSET
    rank_score: float | Unset = UNSET
    image_embedding: list[float] | Unset = UNSET
    duplicates: FoldedHits | Unset = UNSET
    contributions: list[Contribution] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.location import Location

        image_id = self.image_id

        score = self.score

        links = self.links.to_dict()

        image_name = self.image_name

        relative_path = self.relative_path

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

        text_score = self.text_score

        rank_score = self.rank_score

        image_embedding: list[float] | Unset = UNSET
        if not isinstance(self.image_embedding, Unset):
            image_embedding = self.image_embedding

        duplicates: dict[str, Any] | Unset = UNSET
        if not isinstance(self.duplicates, Unset):
            duplicates = self.duplicates.to_dict()

        contributions: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.contributions, Unset):
            contributions = []
            for contributions_item_data in self.contributions:
                contributions_item = contributions_item_data.to_dict()
                contributions.append(contributions_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "image_id": image_id,
                "score": score,
                "links": links,
            }
        )
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
        if text_score is not UNSET:
            field_dict["text_score"] = text_score
        if rank_score is not UNSET:
            field_dict["rank_score"] = rank_score
        if image_embedding is not UNSET:
            field_dict["image_embedding"] = image_embedding
        if duplicates is not UNSET:
            field_dict["duplicates"] = duplicates
        if contributions is not UNSET:
            field_dict["contributions"] = contributions

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.attributes import Attributes
        from ..models.contribution import Contribution
        from ..models.folded_hits import FoldedHits
        from ..models.image_links import ImageLinks
        from ..models.location import Location

        d = dict(src_dict)
        image_id = d.pop("image_id")

        score = d.pop("score")

        links = ImageLinks.from_dict(d.pop("links"))

        image_name = d.pop("image_name", UNSET)

        relative_path = d.pop("relative_path", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))

        def _parse_caption(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        caption = _parse_caption(d.pop("caption", UNSET))

        _attributes = d.pop("attributes", UNSET)
        attributes: Attributes | Unset
        if isinstance(_attributes, Unset):
            attributes = UNSET
        else:
            attributes = Attributes.from_dict(_attributes)

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

        text_score = d.pop("text_score", UNSET)

        rank_score = d.pop("rank_score", UNSET)

        image_embedding = cast(list[float], d.pop("image_embedding", UNSET))

        _duplicates = d.pop("duplicates", UNSET)
        duplicates: FoldedHits | Unset
        if isinstance(_duplicates, Unset):
            duplicates = UNSET
        else:
            duplicates = FoldedHits.from_dict(_duplicates)

        _contributions = d.pop("contributions", UNSET)
        contributions: list[Contribution] | Unset = UNSET
        if _contributions is not UNSET:
            contributions = []
            for contributions_item_data in _contributions:
                contributions_item = Contribution.from_dict(contributions_item_data)

                contributions.append(contributions_item)

        hit = cls(
            image_id=image_id,
            score=score,
            links=links,
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
            text_score=text_score,
            rank_score=rank_score,
            image_embedding=image_embedding,
            duplicates=duplicates,
            contributions=contributions,
        )

        hit.additional_properties = d
        return hit

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
