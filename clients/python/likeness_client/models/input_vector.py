from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.input_type import InputType, check_input_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="InputVector")


@_attrs_define
class InputVector:
    """The vector of one input.

    Attributes:
        index (int): The place of the input.
        type_ (InputType):
        vector (list[float] | str): Of unit length; numbers, or base64 of little-endian float32, as `encoding_format`
            says.
        truncated (bool | Unset): The text was longer than the model reads; its end was left out.
    """

    index: int
    type_: InputType
    vector: list[float] | str
    truncated: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        type_: str = self.type_

        vector: list[float] | str
        if isinstance(self.vector, list):
            vector = self.vector

        else:
            vector = self.vector

        truncated = self.truncated

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "index": index,
                "type": type_,
                "vector": vector,
            }
        )
        if truncated is not UNSET:
            field_dict["truncated"] = truncated

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        index = d.pop("index")

        type_ = check_input_type(d.pop("type"))

        def _parse_vector(data: object) -> list[float] | str:
            try:
                if not isinstance(data, list):
                    raise TypeError()
                componentsschemas_encoded_vector_type_0 = cast(list[float], data)

                return componentsschemas_encoded_vector_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | str, data)

        vector = _parse_vector(d.pop("vector"))

        truncated = d.pop("truncated", UNSET)

        input_vector = cls(
            index=index,
            type_=type_,
            vector=vector,
            truncated=truncated,
        )

        input_vector.additional_properties = d
        return input_vector

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
