"""What the tests of 公文工具 share: a text with faults, and the form that the page gives back."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from django.urls import reverse

from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.typeset.tests import drafts

FAULTY = """清河县人民政府文件
清政发[2026]第018号
清河县人民政府关于加强小型水库安全管理的通知。
各乡镇人民政府，县政府各部门：
　　为做好小型水库安全管理工作，现将有关事项通知如下：
　　一、总体要求
　　各单位要压实责任，"抓好"落实。
　　二、工作要求
　　各单位要及时报送进展。
清河县人民政府
2026年3月1日
"""
SOUND = replace(drafts.NOTICE, seals=(), attachments=())


def give(client: Any, *, text: str = "", file: Any = None, status: int = 200) -> str:
    """Hand in a draft and return the page."""
    answer = client.post(reverse("drafting"), {"text": text} | ({"file": file} if file else {}))
    assert answer.status_code == status, said(answer.content.decode())
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def written(draft: Draft) -> str:
    """Return a draft as the file that the page gives out."""
    return schema.dump(draft)


class _Fields(HTMLParser):
    """Gathers what the controls of the form hold."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.name = self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "input":
            self.values[given["name"] or ""] = given.get("value") or ""
        elif tag in ("textarea", "select"):
            self.name, self.text = given["name"] or "", ""
        elif tag == "option" and "selected" in given:
            self.values[self.name] = given["value"] or ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self.name] = self.text.removeprefix("\n")


def typed(page: str) -> dict[str, str]:
    """Return what the form of the page would send, without its buttons."""
    fields = _Fields()
    fields.feed(page[page.index('<form id="drafting"') : page.index("</main>")])
    return fields.values


def send(client: Any, form: dict[str, str], /, **changes: str) -> Any:
    """Send the form back, changed."""
    return client.post(reverse("draft_findings"), form | changes)


def take(client: Any, form: dict[str, str], sort: str, /, **changes: str) -> Any:
    """Ask for a file of the draft."""
    return client.post(reverse("draft_file", args=[sort]), form | changes)


def said(page: str) -> str:
    """Return what a page says."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page)))
