from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.job_progress_counts import JobProgressCounts


T = TypeVar("T", bound="JobProgress")


@_attrs_define
class JobProgress:
    """
    Attributes:
        found (int): Files found so far; all there are once `is_counted`.
        is_counted (bool):
        done (int): Files that have their outcome.
        counts (JobProgressCounts): Files by outcome, such as `created` or `failed`.
    """

    found: int
    is_counted: bool
    done: int
    counts: JobProgressCounts
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        found = self.found

        is_counted = self.is_counted

        done = self.done

        counts = self.counts.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "found": found,
                "is_counted": is_counted,
                "done": done,
                "counts": counts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.job_progress_counts import JobProgressCounts

        d = dict(src_dict)
        found = d.pop("found")

        is_counted = d.pop("is_counted")

        done = d.pop("done")

        counts = JobProgressCounts.from_dict(d.pop("counts"))

        job_progress = cls(
            found=found,
            is_counted=is_counted,
            done=done,
            counts=counts,
        )

        job_progress.additional_properties = d
        return job_progress

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
