from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ImageLinks")


@_attrs_define
class ImageLinks:
    """Addresses relative to the service’s root.

    Attributes:
        self_ (str): The record.
        content (str): The original file.
        thumbnail (str): A small WebP picture.
        similar (str): Pictures like this one.
    """

    self_: str
    content: str
    thumbnail: str
    similar: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        self_ = self.self_

        content = self.content

        thumbnail = self.thumbnail

        similar = self.similar

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "self": self_,
                "content": content,
                "thumbnail": thumbnail,
                "similar": similar,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        self_ = d.pop("self")

        content = d.pop("content")

        thumbnail = d.pop("thumbnail")

        similar = d.pop("similar")

        image_links = cls(
            self_=self_,
            content=content,
            thumbnail=thumbnail,
            similar=similar,
        )

        image_links.additional_properties = d
        return image_links

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
