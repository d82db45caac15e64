from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.facet import Facet


T = TypeVar("T", bound="Facets")


@_attrs_define
class Facets:
    """Those that were asked for.

    Attributes:
        tags (Facet | Unset):
        year (Facet | Unset):
        folder (Facet | Unset):
        format_ (Facet | Unset):
        camera (Facet | Unset):
    """

    tags: Facet | Unset = UNSET
    year: Facet | Unset = UNSET
    folder: Facet | Unset = UNSET
    format_: Facet | Unset = UNSET
    camera: Facet | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        tags: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags.to_dict()

        year: dict[str, Any] | Unset = UNSET
        if not isinstance(self.year, Unset):
            year = self.year.to_dict()

        folder: dict[str, Any] | Unset = UNSET
        if not isinstance(self.folder, Unset):
            folder = self.folder.to_dict()

        format_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = self.format_.to_dict()

        camera: dict[str, Any] | Unset = UNSET
        if not isinstance(self.camera, Unset):
            camera = self.camera.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if tags is not UNSET:
            field_dict["tags"] = tags
        if year is not UNSET:
            field_dict["year"] = year
        if folder is not UNSET:
            field_dict["folder"] = folder
        if format_ is not UNSET:
            field_dict["format"] = format_
        if camera is not UNSET:
            field_dict["camera"] = camera

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.facet import Facet

        d = dict(src_dict)
        _tags = d.pop("tags", UNSET)
        tags: Facet | Unset
        if isinstance(_tags, Unset):
            tags = UNSET
        else:
            tags = Facet.from_dict(_tags)

        _year = d.pop("year", UNSET)
        year: Facet | Unset
        if isinstance(_year, Unset):
            year = UNSET
        else:
            year = Facet.from_dict(_year)

        _folder = d.pop("folder", UNSET)
        folder: Facet | Unset
        if isinstance(_folder, Unset):
            folder = UNSET
        else:
            folder = Facet.from_dict(_folder)

        _format_ = d.pop("format", UNSET)
        format_: Facet | Unset
        if isinstance(_format_, Unset):
            format_ = UNSET
        else:
            format_ = Facet.from_dict(_format_)

        _camera = d.pop("camera", UNSET)
        camera: Facet | Unset
        if isinstance(_camera, Unset):
            camera = UNSET
        else:
            camera = Facet.from_dict(_camera)

        facets = cls(
            tags=tags,
            year=year,
            folder=folder,
            format_=format_,
            camera=camera,
        )

        facets.additional_properties = d
        return facets

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
