from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.add_status import AddStatus, check_add_status
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.image import Image
    from ..models.problem import Problem


T = TypeVar("T", bound="AddResult")


@_attrs_define
class AddResult:
    """What became of one file: an image, or a problem.

    Attributes:
        index (int): The place of the file in the request.
        status (AddStatus): `moved`: the library’s file of an image lies at another path now, and the image has followed
            it.
        image (Image | Unset): A stored image. What is null below `camera` is unknown: of a document that somebody else
            wrote into the index.
        problem (Problem | Unset): A failure (RFC 9457); below /v1 with `error` beside it.
    """

    index: int
    status: AddStatus
    image: Image | Unset = UNSET
    problem: Problem | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        status: str = self.status

        image: dict[str, Any] | Unset = UNSET
        if not isinstance(self.image, Unset):
            image = self.image.to_dict()

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "index": index,
                "status": status,
            }
        )
        if image is not UNSET:
            field_dict["image"] = image
        if problem is not UNSET:
            field_dict["problem"] = problem

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.image import Image
        from ..models.problem import Problem

        d = dict(src_dict)
        index = d.pop("index")

        status = check_add_status(d.pop("status"))

        _image = d.pop("image", UNSET)
        image: Image | Unset
        if isinstance(_image, Unset):
            image = UNSET
        else:
            image = Image.from_dict(_image)

        _problem = d.pop("problem", UNSET)
        problem: Problem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = Problem.from_dict(_problem)

        add_result = cls(
            index=index,
            status=status,
            image=image,
            problem=problem,
        )

        add_result.additional_properties = d
        return add_result

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
