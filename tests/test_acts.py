"""What an act refuses it says beside a field that its form has, so that page and API name the same one (通用操作)."""

import ast

import pytest
from tests import calls

from zhongshu.documents.actions import steps
from zhongshu.documents.forms import STEP_FORMS
from zhongshu.ui import acts, course_forms
from zhongshu.ui.places import Place

COMPLETING = "completion"
ANSWERS = ("zhongshu.matters.rules", "check_answer")  # asked where a task is completed
ROLES = ("zhongshu.matters.actions.keeping", "attach_files")  # the stations name the role of their files themselves
OFFERED = {"instruction": {"alternative"}}  # what a form asks only where there is something to choose


def blamed(*starts, but=()):
    """Return the fields that are spelled in the refusals which functions can reach, `but` some."""
    code = {(module, name): node for module, tree in calls.modules() for name, node in calls.functions(tree)}
    reached = set().union(*map(calls.reached_from, starts)) & code.keys() - {*but}
    named = [one for found in reached for one in ast.walk(code[found]) if isinstance(one, ast.keyword)]
    return {str(one.value.value) for one in named if one.arg == "field" and isinstance(one.value, ast.Constant)}


def source(function):
    return function.__module__, function.__name__


@pytest.mark.parametrize("name", sorted(acts.ACTS.keys() - {COMPLETING}))
def test_an_act_names_fields_of_its_form(cast, name):
    matter = cast.walk(cast.document(), to="handling")
    act, task = acts.ACTS[name], cast.task(matter, "handling")
    form = act.form(None, Place(matter, cast.finance_chief, cast.at, task=task))
    assert blamed(source(act.carry_out), but=[ANSWERS]) <= set(form.fields)


def test_completing_names_fields_of_some_station():
    forms = [*STEP_FORMS.values(), *course_forms.FORMS.values()]
    found = blamed(source(acts.ACTS[COMPLETING].carry_out))
    assert {"opinion", "verdict"} <= found <= set().union(*(form.base_fields for form in forms))


@pytest.mark.parametrize("station", STEP_FORMS)
def test_a_station_names_fields_of_its_form(station):
    asked = [table[station] for table in (steps._CHECKS, steps._DEEDS) if station in table]
    fields = {*STEP_FORMS[station].base_fields, *OFFERED.get(station, ())}
    assert blamed(*map(source, asked), but=[ROLES]) <= fields
