from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.duplicate_image import DuplicateImage


T = TypeVar("T", bound="DuplicateGroup")


@_attrs_define
class DuplicateGroup:
    """
    Attributes:
        count (int): Images of the group, listed or not.
        similarity (float): Cosine of the first image and the one least like it.
        images (list[DuplicateImage]): By id, at most 100. The others are near duplicates of the first.
    """

    count: int
    similarity: float
    images: list[DuplicateImage]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        similarity = self.similarity

        images = []
        for images_item_data in self.images:
            images_item = images_item_data.to_dict()
            images.append(images_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "count": count,
                "similarity": similarity,
                "images": images,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.duplicate_image import DuplicateImage

        d = dict(src_dict)
        count = d.pop("count")

        similarity = d.pop("similarity")

        images = []
        _images = d.pop("images")
        for images_item_data in _images:
            images_item = DuplicateImage.from_dict(images_item_data)

            images.append(images_item)

        duplicate_group = cls(
            count=count,
            similarity=similarity,
            images=images,
        )

        duplicate_group.additional_properties = d
        return duplicate_group

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
