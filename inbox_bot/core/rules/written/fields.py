"""The types of fields: how a value is written (`names`, `quantities`), and what the JSON Schema says of it."""

from datetime import date, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from inbox_bot.core.rules.agencies import names as agency_names
from inbox_bot.core.rules.section import Listed
from inbox_bot.core.rules.written import names, quantities

TEXT: dict[str, Any] = {"type": "string"}
TEXT_OR_LIST: dict[str, Any] = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}

Text = Annotated[str, BeforeValidator(names.text)]
ScannerPlace = Annotated[
    str, BeforeValidator(names.scanner_place), WithJsonSchema(TEXT | {"pattern": "^(unix:.+|tcp:.+:[0-9]{1,5})$"})
]
Program = Annotated[str, BeforeValidator(names.program), WithJsonSchema(TEXT | {"pattern": "^/"})]
Lines = Annotated[str, BeforeValidator(names.lines)]
ValueName = Annotated[str, BeforeValidator(names.value_name)]
Email = Annotated[str, BeforeValidator(names.address), WithJsonSchema(TEXT | {"format": "email"})]
Domain = Annotated[str, BeforeValidator(names.domain)]
Agency = Annotated[str, BeforeValidator(agency_names.agency)]
Region = Annotated[
    str, BeforeValidator(names.region), WithJsonSchema(TEXT | {"pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"})
]
Colour = Annotated[str, BeforeValidator(names.colour), WithJsonSchema(TEXT | {"pattern": "^#?[0-9A-Fa-f]{6}$"})]
Language = Annotated[str, BeforeValidator(names.language), WithJsonSchema(TEXT | {"pattern": "^[A-Za-z]{2}$"})]
TimeZone = Annotated[str, BeforeValidator(names.time_zone)]
WebPage = Annotated[str, BeforeValidator(names.https_page), WithJsonSchema(TEXT | {"format": "uri"})]
HookAddress = Annotated[str, BeforeValidator(names.hook_address), WithJsonSchema(TEXT | {"format": "uri"})]
StoreAddress = Annotated[str, BeforeValidator(names.store_address), WithJsonSchema(TEXT | {"format": "uri"})]
Host = Annotated[str, BeforeValidator(names.host)]
VacancyId = Annotated[str, BeforeValidator(names.vacancy_id)]
Duration = Annotated[timedelta, BeforeValidator(quantities.duration), WithJsonSchema(TEXT | {"examples": ["2 hours"]})]
Span = Annotated[quantities.Span, BeforeValidator(quantities.span), WithJsonSchema(TEXT | {"examples": ["6 months"]})]
OncePer = Annotated[
    Literal["introduction"] | timedelta,
    BeforeValidator(quantities.once_per),
    WithJsonSchema(TEXT | {"examples": ["introduction", "7 days"]}),
]
Share = Annotated[float, BeforeValidator(quantities.share), WithJsonSchema({"type": "number"})]
Signs = Annotated[
    int, BeforeValidator(quantities.signs), WithJsonSchema({"type": "integer", "minimum": 2, "maximum": 6})
]
Size = Annotated[int, BeforeValidator(quantities.size), WithJsonSchema(TEXT | {"examples": ["40 MB"]})]
Day = Annotated[date, BeforeValidator(quantities.day), WithJsonSchema(TEXT | {"format": "date"})]
Texts = Listed[Text]
Emails = Listed[Email]
Domains = Listed[Domain]
VacancyIds = Listed[Text]
Folder = Annotated[tuple[str, ...] | None, BeforeValidator(names.folder), WithJsonSchema(TEXT_OR_LIST)]
TimeOfDay = Annotated[time, BeforeValidator(quantities.time_of_day), WithJsonSchema(TEXT)]
Weekdays = Annotated[frozenset[int], BeforeValidator(quantities.weekdays), WithJsonSchema(TEXT_OR_LIST)]
Start = Annotated[Literal["now", "all"] | date, BeforeValidator(quantities.start), WithJsonSchema(TEXT)]
KeptAfter = Annotated[str, BeforeValidator(quantities.kept_after)]
AskedBefore = Annotated[
    timedelta, BeforeValidator(quantities.asked_before), WithJsonSchema(TEXT | {"examples": ["7 days before"]})
]
AgreedFor = Annotated[
    quantities.Span, BeforeValidator(quantities.agreed_for), WithJsonSchema(TEXT | {"examples": ["12 months"]})
]
NameAndAddress = Annotated[str, BeforeValidator(names.name_and_address)]
