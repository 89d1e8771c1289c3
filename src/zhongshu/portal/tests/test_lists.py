"""导出 of every list of administration and of oneself: its rows are those of the page, for whom the page is open."""

import io
import json
import re
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.cast import client_of

from zhongshu.matters.actions import reading_files
from zhongshu.search import actions as search
from zhongshu.trail.models import Entry
from zhongshu.ui import lists


def rows_of(whom, key: str, **query) -> list[list]:
    answer = client_of(whom).post(reverse("taking", args=[key, "workbook"], query=query))
    assert answer.status_code == 200, [str(m) for m in get_messages(answer.wsgi_request)]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == [column.title for column in lists.every()[key].columns]
    return rows[1:-2]


def words_of(page: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize(
    ("key", "whom", "query", "shown"),
    [
        ("people", "sysadmin", {"q": "林"}, [0, 3]),
        ("accounts", "secadmin", {"state": "active", "q": "clerk"}, [0, 1, 2]),
        ("accounts", "secadmin", {}, [0, 1]),
        ("units", "sysadmin", {}, [1, 2]),
        ("administrators", "secadmin", {}, [1, 2]),
        ("roles", "secadmin", {}, [0, 1, 2]),
        ("charges", "secadmin", {}, [0, 1]),
        ("delegations", "finance_chief", {}, [0, 1, 4]),
        ("office_delegations", "secadmin", {}, [0, 1, 4]),
        ("trail", "secadmin", {"stream": "org"}, [1, 3]),
    ],
)
def test_what_leaves_is_what_the_page_shows(cast, key, whom, query, shown):
    cast.at = timezone.now()  # pages go by the real clock
    cast.delegate(cast.finance_chief, cast.finance_clerk, until=cast.at + timedelta(days=3))
    asker = getattr(cast, whom)
    page = client_of(asker).get(lists.every()[key].address({}), query).content.decode()
    rows, words = rows_of(asker, key, **query), words_of(page)
    assert rows
    assert page.count("<tr") - page.count("<thead") == min(len(rows), 50) or key in ("people", "accounts", "trail")
    for row in rows[:20]:
        for place in shown:
            assert re.sub(r"\s+", "", str(row[place])) in words
    entry = Entry.objects.get(verb="files.exported")
    assert (entry.by, json.loads(entry.detail)) == (asker.ref, {"list": key, "rows": len(rows)})


def test_jobs_leave_by_their_state(cast):
    document = cast.document()
    assert document.pk
    rows = rows_of(cast.sysadmin, "jobs")
    assert all(row[2] == "等待" for row in rows)
    assert rows_of(cast.sysadmin, "jobs", state="failed") == []


def test_a_box_of_the_desk_leaves_as_it_is_shown(cast):
    wanted = [cast.document(title=f"文件{number:02}", urgency="urgent") for number in range(23)]
    cast.document(title="平件")
    rows = rows_of(cast.registrar, "desk_todo", urgency="1")
    pages = [client_of(cast.registrar).get("/desk/todo/", {"urgency": "1", "page": n}).content.decode() for n in "12"]
    shown = re.findall(r"文件\d\d", words_of("".join(pages)))
    assert [row[1] for row in rows] == list(dict.fromkeys(shown)) and len(rows) == len(wanted)
    assert rows[0][:5] == [wanted[0].number, "文件00", "公开", "加急", "初审"]
    cast.walk(wanted[0], to="proposal")
    assert [row[1] for row in rows_of(cast.registrar, "desk_done")] == ["文件00"]
    assert len(rows_of(cast.registrar, "desk_mine")) == 24
    assert rows_of(cast.outsider, "desk_todo") == []


def test_what_was_found_leaves_without_its_pages(cast):
    for number in range(23):
        cast.document(title=f"防汛文件{number:02}")
    search.drain(partial(reading_files.index, at=cast.at))
    rows = rows_of(cast.registrar, "search", q="防汛")
    assert len(rows) == 23
    first = client_of(cast.registrar).get("/search/", {"q": "防汛"}).content.decode()
    assert [row[1] for row in rows[:20]] == list(dict.fromkeys(re.findall(r"防汛文件\d\d", words_of(first))))
    assert rows_of(cast.outsider, "search", q="防汛") == []


def test_who_took_which_list_is_read(cast):
    rows_of(cast.registrar, "desk_todo")
    page = words_of(client_of(cast.secadmin).get("/trail/entries/", {"stream": "exports"}).content.decode())
    assert "林晓梅导出列表" in page and "列表：待办清单；行数：0" in page


def test_nobody_takes_along_what_they_may_not_enter(cast):
    for key, whom in (("people", "registrar"), ("trail", "sysadmin"), ("jobs", "auditor"), ("delegations", "auditor")):
        answer = client_of(getattr(cast, whom)).post(reverse("taking", args=[key, "workbook"]))
        assert answer.status_code == 403
    assert not Entry.objects.filter(verb="files.exported").exists()
