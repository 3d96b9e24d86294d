"""What every mapping in rules.yaml is: frozen, without unknown keys, and an empty value is as good as none."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator


class Section(BaseModel):
    """A mapping in rules.yaml. Built in code by field names; loading reads the names the user writes (aliases) only."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, arbitrary_types_allowed=True
    )
    empty_has_meaning: ClassVar[bool] = False  #: whether `key:` with nothing behind it says something

    @model_validator(mode="before")
    @classmethod
    def _without_empty_values(cls, data: Any) -> Any:
        """`aliases:` with nothing behind it (all its lines commented out) is the default, where there is one."""
        if not isinstance(data, dict) or cls.empty_has_meaning:
            return data
        optional = {
            name for key, field in cls.model_fields.items() if not field.is_required() for name in (key, field.alias)
        }
        return {key: value for key, value in data.items() if value is not None or key not in optional}


def listed(value: object) -> object:
    """One value stands for a list of one."""
    return [value] if isinstance(value, str | dict) else value
