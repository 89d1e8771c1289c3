"""The habits of the pages (页面检查): they compile, speak Chinese, keep the content policy and stay on this machine."""

import ast
import re
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import nodes
from tests import calls

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = sorted(calls.PACKAGE.glob("*/templates"))
TEMPLATES = {str(path.relative_to(folder)): path for folder in FOLDERS for path in sorted(folder.rglob("*.html"))}
# Latin that officials themselves write, and what a reader may type: pinyin and initials.
WORDS = {"PDF", "OFD", "PNG", "DOCX", "Excel", "KB", "MB", "GB", "IP", "ZIP", "Ctrl", "Alt", "wangjianguo", "wjg"}
# Rooms whose sentences reach a screen; `config` and `jobs` speak to who runs the machine, with names of its options.
SPEAKING = (
    "ui",
    "portal",
    "documents",
    "exchange",
    "outgoing",
    "seals",
    "matters",
    "org",
    "files",
    "calendars",
    "numbering",
    "notices",
    "search",
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SPOKEN = re.compile(r'(?<![\w:-])(?:placeholder|aria-label|title|alt|data-confirm|data-confirm-yes)="([^"]*)"')
# A tag, or an attribute that a macro contributes to one.
MARKUP = re.compile(r'<[^>]*>|[\w:-]+="[^"]*"')
# Gaps that are filled in, and what is typed on a console.
GAPS = re.compile(r"\$?\{[^}]*\}|\b(?:zhongshu|make) [a-z]+")


def foreign(words):
    return set(re.findall(r"[A-Za-z]{2,}", GAPS.sub("", words))) - WORDS


def parts(name):
    """Return what a template says itself: its markup, and the strings in its expressions."""
    tree = engines["jinja2"].env.parse(TEMPLATES[name].read_text("utf-8"))
    strings = [one.value for one in tree.find_all(nodes.Const) if isinstance(one.value, str)]
    return "".join(one.data for one in tree.find_all(nodes.TemplateData)), strings


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name):
    assert engines["jinja2"].get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_keeps_the_content_policy(name):
    markup, strings = parts(name)
    written = "\n".join([markup, *strings])
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|srcdoc", written) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", written) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_speaks_chinese(name):
    markup, strings = parts(name)
    visible = " ".join([MARKUP.sub(" ", markup), *SPOKEN.findall(markup)])
    assert foreign(visible) == set()
    assert [words for words in strings if CHINESE.search(words) and foreign(MARKUP.sub("", words))] == []


DESCRIBED = "zhongshu.portal.api"  # it explains itself to those who program, by the names that they write


def sentences(room):
    """Yield the Chinese strings of a room, but for docstrings and the patterns by which it reads Chinese."""
    for module, code in calls.modules():
        if module.split(".")[1:2] != [room] or module.startswith(DESCRIBED):
            continue
        docstrings = {id(node.value) for node in ast.walk(code) if isinstance(node, ast.Expr)}
        for node in ast.walk(code):
            words = node.value if isinstance(node, ast.Constant) and id(node) not in docstrings else None
            if isinstance(words, str) and CHINESE.search(words) and "(?" not in words:
                yield module, words


@pytest.mark.parametrize("room", SPEAKING)
def test_a_room_speaks_chinese(room):
    assert [(module, words) for module, words in sentences(room) if foreign(words)] == []


def test_scripts_speak_chinese():
    quoted = re.compile(r"""["'`]([^"'`\n]*[\u4e00-\u9fff][^"'`\n]*)["'`]""")
    lines = [
        line
        for path in (ROOT / "frontend").rglob("*.js")
        for line in path.read_text("utf-8").splitlines()
        if not line.strip().startswith("//")
    ]
    said = quoted.findall("\n".join(lines))
    assert said
    assert [words for words in said if foreign(MARKUP.sub("", words))] == []


def test_nothing_is_fetched_from_elsewhere():
    places = [*TEMPLATES.values(), *(ROOT / "frontend").rglob("*.*"), *calls.PACKAGE.glob("ui/static/ui/*")]
    for path in places:
        addresses = re.findall(r"(?:https?:)?//[\w-]+\.\w[\w./-]*", path.read_text("utf-8"))
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}, path
