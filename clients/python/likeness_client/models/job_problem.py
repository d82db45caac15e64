from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="JobProblem")


@_attrs_define
class JobProblem:
    """A file that was not taken, and why.

    Attributes:
        relative_path (str):
        outcome (str):
        code (str):
        detail (str):
    """

    relative_path: str
    outcome: str
    code: str
    detail: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        relative_path = self.relative_path

        outcome = self.outcome

        code = self.code

        detail = self.detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "relative_path": relative_path,
                "outcome": outcome,
                "code": code,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        relative_path = d.pop("relative_path")

        outcome = d.pop("outcome")

        code = d.pop("code")

        detail = d.pop("detail")

        job_problem = cls(
            relative_path=relative_path,
            outcome=outcome,
            code=code,
            detail=detail,
        )

        job_problem.additional_properties = d
        return job_problem

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
