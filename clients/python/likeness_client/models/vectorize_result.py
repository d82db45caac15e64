from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.input_vector import InputVector
    from ..models.model_ref import ModelRef


T = TypeVar("T", bound="VectorizeResult")


@_attrs_define
class VectorizeResult:
    """
    Attributes:
        took_ms (float):
        model (ModelRef): The model that made the vectors.
        vectors (list[InputVector]): In the order of the inputs.
    """

    took_ms: float
    model: ModelRef
    vectors: list[InputVector]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        took_ms = self.took_ms

        model = self.model.to_dict()

        vectors = []
        for vectors_item_data in self.vectors:
            vectors_item = vectors_item_data.to_dict()
            vectors.append(vectors_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "took_ms": took_ms,
                "model": model,
                "vectors": vectors,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.input_vector import InputVector
        from ..models.model_ref import ModelRef

        d = dict(src_dict)
        took_ms = d.pop("took_ms")

        model = ModelRef.from_dict(d.pop("model"))

        vectors = []
        _vectors = d.pop("vectors")
        for vectors_item_data in _vectors:
            vectors_item = InputVector.from_dict(vectors_item_data)

            vectors.append(vectors_item)

        vectorize_result = cls(
            took_ms=took_ms,
            model=model,
            vectors=vectors,
        )

        vectorize_result.additional_properties = d
        return vectorize_result

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
