"""Every statement of the ledger has a name and a sentence at the head of its module, and is printed in the docs."""

import ast
import inspect
from types import ModuleType

import pytest

from tests.support.ledger_sql import PAGE, modules, named, page

MODULES = list(modules())
MAKERS = {"select", "insert", "update", "delete", "union", "union_all"}
#: makes the eight alike parts of one statement, at the head of its module
AT_THE_HEAD = {"_applied", "_introduced_twice", "_newest", "_newest_answers", "_tells_somebody"}


def test_the_page_shows_the_statements_as_they_are():
    assert PAGE.read_text() == page(), "make sql prints them anew"


def test_the_page_says_what_is_asked_with_what_never_changes_written_out():
    assert "WHERE state = 'pending' AND ready AND actions.kind IN (:kinds)" in page()
    assert "POSTCOMPILE" not in page()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.removeprefix("inbox_bot.edges."))
def test_every_statement_has_a_sentence(module: ModuleType):
    assert [name for name, sentence, _ in named(module) if not sentence.endswith(".")] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.removeprefix("inbox_bot.edges."))
def test_no_statement_is_made_where_it_is_used(module: ModuleType):
    functions = (node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.FunctionDef))
    made = {
        f"{function.name}, line {call.lineno}"
        for function in functions
        if function.name not in AT_THE_HEAD
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MAKERS
    }
    assert made == set()
