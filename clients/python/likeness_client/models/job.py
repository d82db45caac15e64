from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_kind import JobKind, check_job_kind
from ..models.job_state import JobState, check_job_state

if TYPE_CHECKING:
    from ..models.ingest_job_request import IngestJobRequest
    from ..models.job_fault import JobFault
    from ..models.job_links import JobLinks
    from ..models.job_problem import JobProblem
    from ..models.job_progress import JobProgress


T = TypeVar("T", bound="Job")


@_attrs_define
class Job:
    """Long work that goes on without its request.

    Attributes:
        job_id (UUID): The id of a job.
        kind (JobKind):
        state (JobState):
        request (IngestJobRequest):
        created_at (datetime.datetime):
        started_at (datetime.datetime | None):
        finished_at (datetime.datetime | None):
        progress (JobProgress):
        problems (list[JobProblem]): The first files that were not taken, when the job has ended; at most 100.
        problems_left_out (int):
        fault (JobFault | None):
        is_cancel_requested (bool):
        attempts (int): How often an instance began with it: more than once where one died or was stopped.
        links (JobLinks): Addresses relative to the service’s root.
    """

    job_id: UUID
    kind: JobKind
    state: JobState
    request: IngestJobRequest
    created_at: datetime.datetime
    started_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    progress: JobProgress
    problems: list[JobProblem]
    problems_left_out: int
    fault: JobFault | None
    is_cancel_requested: bool
    attempts: int
    links: JobLinks
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.job_fault import JobFault

        job_id = str(self.job_id)

        kind: str = self.kind

        state: str = self.state

        request = self.request.to_dict()

        created_at = self.created_at.isoformat()

        started_at: None | str
        if isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        progress = self.progress.to_dict()

        problems = []
        for problems_item_data in self.problems:
            problems_item = problems_item_data.to_dict()
            problems.append(problems_item)

        problems_left_out = self.problems_left_out

        fault: dict[str, Any] | None
        if isinstance(self.fault, JobFault):
            fault = self.fault.to_dict()
        else:
            fault = self.fault

        is_cancel_requested = self.is_cancel_requested

        attempts = self.attempts

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "job_id": job_id,
                "kind": kind,
                "state": state,
                "request": request,
                "created_at": created_at,
                "started_at": started_at,
                "finished_at": finished_at,
                "progress": progress,
                "problems": problems,
                "problems_left_out": problems_left_out,
                "fault": fault,
                "is_cancel_requested": is_cancel_requested,
                "attempts": attempts,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.ingest_job_request import IngestJobRequest
        from ..models.job_fault import JobFault
        from ..models.job_links import JobLinks
        from ..models.job_problem import JobProblem
        from ..models.job_progress import JobProgress

        d = dict(src_dict)
        job_id = UUID(d.pop("job_id"))

        kind = check_job_kind(d.pop("kind"))

        state = check_job_state(d.pop("state"))

        request = IngestJobRequest.from_dict(d.pop("request"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_started_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        started_at = _parse_started_at(d.pop("started_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        progress = JobProgress.from_dict(d.pop("progress"))

        problems = []
        _problems = d.pop("problems")
        for problems_item_data in _problems:
            problems_item = JobProblem.from_dict(problems_item_data)

            problems.append(problems_item)

        problems_left_out = d.pop("problems_left_out")

        def _parse_fault(data: object) -> JobFault | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                fault_type_0 = JobFault.from_dict(data)

                return fault_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JobFault | None, data)

        fault = _parse_fault(d.pop("fault"))

        is_cancel_requested = d.pop("is_cancel_requested")

        attempts = d.pop("attempts")

        links = JobLinks.from_dict(d.pop("links"))

        job = cls(
            job_id=job_id,
            kind=kind,
            state=state,
            request=request,
            created_at=created_at,
            started_at=started_at,
            finished_at=finished_at,
            progress=progress,
            problems=problems,
            problems_left_out=problems_left_out,
            fault=fault,
            is_cancel_requested=is_cancel_requested,
            attempts=attempts,
            links=links,
        )

        job.additional_properties = d
        return job

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
