"""The habits of the house (房屋结构检查): what twenty later modules copy must stand the same everywhere.

Each test names what is wrong and where; an exception is listed here with its reason or it does not exist.
"""

import ast
import configparser
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.urls import URLPattern, get_resolver
from django.utils import translation
from django.utils.module_loading import import_string
from tests import calls

from zhongshu.config import cli
from zhongshu.matters import kinds
from zhongshu.matters.actions import acting
from zhongshu.org import rules as org
from zhongshu.routes import parse

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = calls.PACKAGE
OURS = [config for config in apps.get_app_configs() if config.name.startswith("zhongshu.")]
RECORD = ("zhongshu.trail.actions", "record")
# Outermost acts that write no trail, and why.
SILENT = {
    ("zhongshu.documents.actions.intake", "_put_in_place"): "it is given the act that records",
    ("zhongshu.exchange.actions.announcing", "_tell_waiting"): "what it tells of stands on the trail of the sender",
    ("zhongshu.files.actions.products", "lay_product"): "`finish_product` records that it is there",
    ("zhongshu.notices.actions.sweeping", "_in_batches"): "what the messages told of stands on the trail itself",
    ("zhongshu.jobs.actions.schedules", "schedule"): "what comes again is declared by the code at each start",
    ("zhongshu.outgoing.actions.keeping", "keep"): "what is being written is nobody's word yet",
    ("zhongshu.outgoing.actions.keeping", "discard"): "what was never handed in was nobody's word",
    ("zhongshu.org.actions.changes", "outermost"): "it wraps; what it wraps is looked at itself",
}
# What somebody does without a word on the trail, and why.
NO_ACTS = {
    ("exchange.actions.telling", "tell_sender"): "a message about what its callers record",
    ("files.actions.keeping", "start_upload"): "nothing is kept until the upload is finished",
    ("files.actions.keeping", "append_chunk"): "the same",
    ("matters.actions.passage", "write"): "a part of the acts in `steps`, which record",
    ("matters.actions.passage", "announce"): "the same",
    ("matters.actions.acting", "on_task"): "it locks and checks; `carry_out` records",
    ("matters.actions.acting", "on_matter"): "the same",
    ("matters.actions.keeping", "see"): "opening a page decides nothing",
    ("matters.actions.keeping", "save_draft"): "it is nobody's opinion yet",
    ("outgoing.actions.keeping", "keep"): "it is nobody's text yet",
    ("outgoing.actions.beside", "append"): "the same",
    ("outgoing.actions.restoring", "bring_in"): "the same",
    ("outgoing.actions.drafting", "add_version"): "a part of the acts that hand in and number, which record",
}
# Files over 300 lines, and why they are not taken apart.
LONG: dict[str, str] = {}
# What reads like a verb and is none.
NO_VERBS = {
    "documents.collect": "a schedule",
    "exchange.collect": "a schedule",
    "exchange.deliver_left": "a schedule",
    "exchange.remind": "a schedule",
    "files.sweep": "a schedule",
    "matters.index": "a schedule",
    "jobs.sweep": "a schedule",
    "org.sweep": "a schedule",
    "notices.dispatch": "a schedule",
    "notices.sweep": "a schedule",
    "seals.remind": "a schedule",
    "config.spool": "a schedule",
    "trail.key": "a file",
    "outgoing.json": "a file",
}
FORBIDDEN = {"signals.py", "utils.py", "helpers.py", "services.py", "managers.py", "mixins.py"}


def patterns(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        yield from [entry] if isinstance(entry, URLPattern) else patterns(entry)


# --- pages; test_access.py asks each of them as every role -------------------------------------------------------


def test_every_address_has_a_name_and_says_who_may_enter():
    nameless = [str(one.pattern) for one in patterns() if not one.name]
    open_to_anybody = [one.name for one in patterns() if not getattr(one.callback, "access", "")]
    assert (nameless, open_to_anybody) == ([], [])


def test_the_navigation_leads_to_pages_that_exist():
    names = {one.name for one in patterns()}
    entries = [entry for config in OURS for entry in getattr(config, "navigation", ())]
    assert {name for _, _, name, _, _ in entries} <= names


# --- the trail --------------------------------------------------------------------------------------------------


def outermost():
    """Yield every function that opens the transaction of an act, by decorator, in its body, or through `outermost`."""
    for module, code in calls.modules():
        if ".actions" not in module and not module.endswith(".planting"):
            continue
        for name, node in calls.functions(code):
            if "atomic(durable=True)" in ast.unparse(node):
                yield module, name
        for node in ast.walk(code):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("outermost"):
                inside = ast.unparse(node.args[0])
                yield f"{module.removesuffix('.signing_in')}.{inside.partition('.')[0]}", inside.partition(".")[2]


def test_every_outermost_act_reaches_the_trail():
    acts, writing = set(outermost()), calls.reaching(RECORD)
    assert len(acts) > 50
    assert acts - writing == set(SILENT)


def somebodys():
    """Yield every public function of the actions that somebody does (`by`) at a time (`at`) of their own accord."""
    for module, code in calls.modules():
        for name, node in calls.functions(code) if ".actions" in module else ():
            given = {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}
            if (
                {"by", "at"} <= given
                and not name.startswith(("_", "check_"))
                and "check_transaction" not in ast.unparse(node)
            ):
                yield module.removeprefix("zhongshu."), name


def test_whatever_somebody_does_reaches_the_trail():
    writing = {(module.removeprefix("zhongshu."), name) for module, name in calls.reaching(RECORD)}
    assert set(somebodys()) - writing == set(NO_ACTS)


def words_in_code():
    """Yield every trail verb that the code spells: as a constant, or in the f-string of the spine's acts."""
    labels = {config.label for config in OURS}
    spelled = re.compile(rf"(?:{'|'.join(labels)})\.[a-z_]+")
    for module, code in calls.modules():
        for node in ast.walk(code):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and spelled.fullmatch(node.value):
                yield node.value
            if isinstance(node, ast.JoinedStr) and ast.unparse(node)[2:].startswith(tuple(f"{one}." for one in labels)):
                assert module == acting.__name__, f"{module}: write the verb out"
                yield from (f"matters.{verb}" for verb in acting.VERBS.values())


def test_every_verb_of_the_trail_is_declared_in_chinese_and_used():
    declared = {verb: words for config in OURS for verb, words in getattr(config, "verbs", {}).items()}
    assert set(words_in_code()) - set(NO_VERBS) == set(declared)
    assert all(re.search(r"[\u4e00-\u9fff]", words) for words in declared.values())
    misplaced = [verb for config in OURS for verb in getattr(config, "verbs", {}) if verb.split(".")[0] != config.label]
    assert misplaced == []


# --- routes -----------------------------------------------------------------------------------------------------

ROUTES = sorted(PACKAGE.glob("*/routes/*.json"))


@pytest.mark.parametrize("path", ROUTES, ids=lambda path: path.stem)
def test_every_route_parses_and_is_used_by_a_kind(path):
    route = parse.loads(path.read_text("utf-8"))
    assert route.key == path.stem
    sides = {f"{side.key}.json" for side in kinds.SIDES.values()}
    assert path.name in {kind.route for kind in kinds.every()} | sides


def test_forms_belong_to_steps_of_a_route():
    step_keys = {}
    for kind in kinds.every():
        if kind.route:
            step_keys.setdefault(kind.forms, set()).update(step.key for step in kind.loaded_route.steps)
    for forms, keys in step_keys.items():
        assert set(import_string(forms) if forms else ()) <= keys


def test_roles_in_routes_exist():
    steps_of_all = [step for kind in kinds.every() if kind.route for step in kind.loaded_route.steps]
    rules = [rule for step in steps_of_all for rule in (step.who, *step.who.among)]
    assert {rule.key for rule in rules if rule.rule == "role"} <= dict(org.ROLES).keys()


# --- size, shape and layers -------------------------------------------------------------------------------------


def test_no_function_is_longer_than_forty_lines():
    def length(node):
        body = node.body[1:] if ast.get_docstring(node) else node.body
        return node.end_lineno - body[0].lineno + 1 if body else 0

    found = {
        f"{module}.{name}": length(node)
        for module, code in calls.modules()
        for name, node in calls.functions(code)
        if length(node) > 40
    }
    assert found == {}


def test_no_file_is_longer_than_three_hundred_lines():
    files = [path for path in PACKAGE.rglob("*.py") if not {"migrations", "tests"} & set(path.parts)]
    files += [path for path in (ROOT / "frontend").rglob("*.*s") if path.suffix in (".js", ".css")]
    files += PACKAGE.rglob("templates/**/*.html")
    long = {
        str(path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT))
        for path in files
        if len(path.read_text("utf-8").splitlines()) > 300
    }
    assert long <= set(LONG)
    assert set(LONG) <= long, "no longer long: take it off the list"


def test_no_drawer_for_what_has_no_place():
    assert [str(path) for path in PACKAGE.rglob("*.py") if path.name in FORBIDDEN] == []


def test_every_module_says_what_it_is_for():
    quiet = [
        module
        for module, code in calls.modules()
        if not module.endswith((".apps", "config.wsgi")) and code.body and not ast.get_docstring(code)
    ]
    assert quiet == []


def test_imports_go_down_only():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_app_with_tables_is_under_the_contract_of_one_shape():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", "utf-8")
    shaped = {name for section in contracts.values() for name in section.get("containers", "").split()}
    assert {config.name for config in OURS if config.models} <= shaped


def test_migrations_are_complete():
    with translation.override(None):
        loader = MigrationLoader(None)
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        missing = detector.changes(graph=loader.graph)
    assert list(missing) == []


# --- what stands around the code --------------------------------------------------------------------------------


def commands():
    actions = cli._parser()._subparsers._group_actions
    return set(actions[0].choices)


def test_the_papers_name_commands_and_targets_that_exist():
    papers = "\n".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    table = set(re.findall(r"^\| `([a-z]+)` \|", papers, re.MULTILINE))
    assert table == commands(), "the table of commands in README.md"
    assert set(re.findall(r"\bzhongshu ([a-z]+)\b", papers)) <= commands()
    assert set(re.findall(r"\bmake ([a-z]+)\b", papers)) <= targets


def test_the_map_of_the_code_names_every_package():
    drawn = re.search(r"```\nsrc/zhongshu/\n(.+?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[1]
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == (
        set(re.findall(r"([a-z]+)/  ", drawn)) - {"frontend", "tests", "docs", "deploy"}
    )


def test_lock_files_carry_no_address_of_a_registry():
    npm = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    assert [name for name, package in npm["packages"].items() if "resolved" in package] == []
    for path in (ROOT / "requirements").glob("*.lock"):
        assert not re.search(r"https?://|^--(extra-)?index-url|^--find-links", path.read_text("utf-8"), re.MULTILINE)
