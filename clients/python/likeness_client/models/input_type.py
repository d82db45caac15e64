from typing import Literal

InputType = Literal["image", "text"]

INPUT_TYPE_VALUES: set[InputType] = {
    "image",
    "text",
}


def check_input_type(value: str) -> InputType:
    if value in INPUT_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {INPUT_TYPE_VALUES!r}"
    )
