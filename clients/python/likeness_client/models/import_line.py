from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.import_status import ImportStatus, check_import_status
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_summary import ImportSummary
    from ..models.problem import Problem


T = TypeVar("T", bound="ImportLine")


@_attrs_define
class ImportLine:
    """A line of the answer: what became of one document, or at the end the sums. A problem without `line` ended the import
    before its end.

        Attributes:
            line (int | Unset): The number of the line in the request.
            image_id (str | Unset): Absent where the line gives none.
            status (ImportStatus | Unset): `unchanged`: stored already with the same fields and vector.
            problem (Problem | Unset): A failure (RFC 9457); below /v1 with `error` beside it.
            summary (ImportSummary | Unset): On the last line alone, once everything is searchable.
    """

    line: int | Unset = UNSET
    image_id: str | Unset = UNSET
    status: ImportStatus | Unset = UNSET
    problem: Problem | Unset = UNSET
    summary: ImportSummary | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        line = self.line

        image_id = self.image_id

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        summary: dict[str, Any] | Unset = UNSET
        if not isinstance(self.summary, Unset):
            summary = self.summary.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if line is not UNSET:
            field_dict["line"] = line
        if image_id is not UNSET:
            field_dict["image_id"] = image_id
        if status is not UNSET:
            field_dict["status"] = status
        if problem is not UNSET:
            field_dict["problem"] = problem
        if summary is not UNSET:
            field_dict["summary"] = summary

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.import_summary import ImportSummary
        from ..models.problem import Problem

        d = dict(src_dict)
        line = d.pop("line", UNSET)

        image_id = d.pop("image_id", UNSET)

        _status = d.pop("status", UNSET)
        status: ImportStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
        else:
            status = check_import_status(_status)

        _problem = d.pop("problem", UNSET)
        problem: Problem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = Problem.from_dict(_problem)

        _summary = d.pop("summary", UNSET)
        summary: ImportSummary | Unset
        if isinstance(_summary, Unset):
            summary = UNSET
        else:
            summary = ImportSummary.from_dict(_summary)

        import_line = cls(
            line=line,
            image_id=image_id,
            status=status,
            problem=problem,
            summary=summary,
        )

        import_line.additional_properties = d
        return import_line

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
