from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ServedModel")


@_attrs_define
class ServedModel:
    """The model in use.

    Attributes:
        name (str):
        revision (str):
        dims (int): How many numbers a vector has.
        title (str):
        description (str): What the model can and cannot do.
        space (str): The vector space; vectors of one space are comparable.
    """

    name: str
    revision: str
    dims: int
    title: str
    description: str
    space: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        revision = self.revision

        dims = self.dims

        title = self.title

        description = self.description

        space = self.space

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "revision": revision,
                "dims": dims,
                "title": title,
                "description": description,
                "space": space,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        name = d.pop("name")

        revision = d.pop("revision")

        dims = d.pop("dims")

        title = d.pop("title")

        description = d.pop("description")

        space = d.pop("space")

        served_model = cls(
            name=name,
            revision=revision,
            dims=dims,
            title=title,
            description=description,
            space=space,
        )

        served_model.additional_properties = d
        return served_model

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
