"""What has to fit together across the sections of rules.yaml: names that are unique, references that lead somewhere.

Works on the tree and not on the model, so that these problems come out together with those of shape.
"""

from collections.abc import Callable

from inbox_bot.core.rules.agencies.checks import doubts_come_before_flags
from inbox_bot.core.rules.checks.mailboxes import (
    folders_are_named_or_junk,
    mail_does_not_move_in_a_circle,
    mail_is_read_from_somewhere,
    one_way_to_name_mailboxes,
)
from inbox_bot.core.rules.checks.names import (
    addresses_are_unique,
    an_agency_is_one_thing,
    names_are_unique,
    references_lead_somewhere,
)
from inbox_bot.core.rules.checks.sense import (
    an_office_closes_after_it_opens,
    rules_say_something,
    vacancies_and_reviewers_exist,
    whoever_is_asked_has_something_to_keep,
)
from inbox_bot.core.rules.checks.servers import files_are_where_they_can_be, secrets_travel_safely, sign_ins_are_whole
from inbox_bot.core.rules.text.yaml_tree import Node, Report

CHECKS: tuple[Callable[[Node, Report], None], ...] = (
    one_way_to_name_mailboxes,
    vacancies_and_reviewers_exist,
    an_office_closes_after_it_opens,
    whoever_is_asked_has_something_to_keep,
    mail_is_read_from_somewhere,
    folders_are_named_or_junk,
    names_are_unique,
    addresses_are_unique,
    references_lead_somewhere,
    rules_say_something,
    secrets_travel_safely,
    sign_ins_are_whole,
    files_are_where_they_can_be,
    mail_does_not_move_in_a_circle,
    an_agency_is_one_thing,
    doubts_come_before_flags,
)


def check(root: Node, report: Report) -> None:
    """Report everything that does not fit together."""
    for one in CHECKS:
        one(root, report)
