"""What every mapping in rules.yaml is: frozen, without unknown keys, and an empty value is as good as none."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema


class Section(BaseModel):
    """A mapping in rules.yaml. Built in code by field names; loading reads the names the user writes (aliases) only."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, arbitrary_types_allowed=True
    )

    @model_validator(mode="before")
    @classmethod
    def _without_empty_values(cls, data: Any) -> Any:
        """`aliases:` with nothing behind it (all its lines commented out) is the default, where there is one."""
        if not isinstance(data, dict):
            return data
        optional = {
            name for key, field in cls.model_fields.items() if not field.is_required() for name in (key, field.alias)
        }
        return {key: value for key, value in data.items() if value is not None or key not in optional}


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


class _OneOrSeveral:
    """Says in the JSON Schema that one value may stand for a list of one."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


Item = TypeVar("Item")
#: A list, or one value that stands for a list of one.
Listed = Annotated[tuple[Item, ...], BeforeValidator(_listed), _OneOrSeveral()]
