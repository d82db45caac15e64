from typing import Literal

JobEventName = Literal["end", "progress"]

JOB_EVENT_NAME_VALUES: set[JobEventName] = {
    "end",
    "progress",
}


def check_job_event_name(value: str) -> JobEventName:
    if value in JOB_EVENT_NAME_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {JOB_EVENT_NAME_VALUES!r}"
    )
