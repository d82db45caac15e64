from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    Self,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.vector_space import VectorSpace


T = TypeVar("T", bound="DocumentsHeader")


@_attrs_define
class DocumentsHeader:
    """
    Attributes:
        format_ (Literal['likeness-images']):
        version (int):
        space (VectorSpace): What makes vectors comparable.
        exported_at (datetime.datetime | Unset):
    """

    format_: Literal["likeness-images"]
    version: int
    space: VectorSpace
    exported_at: datetime.datetime | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        format_ = self.format_

        version = self.version

        space = self.space.to_dict()

        exported_at: str | Unset = UNSET
        if not isinstance(self.exported_at, Unset):
            exported_at = self.exported_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "format": format_,
                "version": version,
                "space": space,
            }
        )
        if exported_at is not UNSET:
            field_dict["exported_at"] = exported_at

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.vector_space import VectorSpace

        d = dict(src_dict)
        format_ = cast(Literal["likeness-images"], d.pop("format"))
        if format_ != "likeness-images":
            raise ValueError(
                f"format must match const 'likeness-images', got '{format_}'"
            )

        version = d.pop("version")

        space = VectorSpace.from_dict(d.pop("space"))

        _exported_at = d.pop("exported_at", UNSET)
        exported_at: datetime.datetime | Unset
        if isinstance(_exported_at, Unset):
            exported_at = UNSET
        else:
            exported_at = datetime.datetime.fromisoformat(_exported_at)

        documents_header = cls(
            format_=format_,
            version=version,
            space=space,
            exported_at=exported_at,
        )

        return documents_header
