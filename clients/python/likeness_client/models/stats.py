from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.model_ref import ModelRef
    from ..models.stats_attributes import StatsAttributes
    from ..models.stats_formats import StatsFormats


T = TypeVar("T", bound="Stats")


@_attrs_define
class Stats:
    """
    Attributes:
        images (int):
        formats (StatsFormats): How many images are of each format; those of unknown format are left out.
        picture_bytes (int): Of the pictures’ files, as far as it is known.
        index_bytes (int): Of the index on disk, with all its copies on a cluster.
        attributes (StatsAttributes): The attributes that the service’s settings declare, with their types.
        model (ModelRef): The model that made the vectors.
        store (str): Which engine holds the index.
        version (str): The service’s version.
    """

    images: int
    formats: StatsFormats
    picture_bytes: int
    index_bytes: int
    attributes: StatsAttributes
    model: ModelRef
    store: str
    version: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        images = self.images

        formats = self.formats.to_dict()

        picture_bytes = self.picture_bytes

        index_bytes = self.index_bytes

        attributes = self.attributes.to_dict()

        model = self.model.to_dict()

        store = self.store

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "images": images,
                "formats": formats,
                "picture_bytes": picture_bytes,
                "index_bytes": index_bytes,
                "attributes": attributes,
                "model": model,
                "store": store,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.model_ref import ModelRef
        from ..models.stats_attributes import StatsAttributes
        from ..models.stats_formats import StatsFormats

        d = dict(src_dict)
        images = d.pop("images")

        formats = StatsFormats.from_dict(d.pop("formats"))

        picture_bytes = d.pop("picture_bytes")

        index_bytes = d.pop("index_bytes")

        attributes = StatsAttributes.from_dict(d.pop("attributes"))

        model = ModelRef.from_dict(d.pop("model"))

        store = d.pop("store")

        version = d.pop("version")

        stats = cls(
            images=images,
            formats=formats,
            picture_bytes=picture_bytes,
            index_bytes=index_bytes,
            attributes=attributes,
            model=model,
            store=store,
            version=version,
        )

        stats.additional_properties = d
        return stats

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
