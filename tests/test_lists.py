"""Every list × taking it along (列表导出): its rows are those of the page, for whom the page is open, on the trail."""

import io
import json
import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.cast import Cast, client_of, unchanged
from tests.test_access import samples as samples

from zhongshu.jobs.models import Process
from zhongshu.matters.actions import reading_files
from zhongshu.org.models import OrgImport
from zhongshu.search import actions as search
from zhongshu.trail.models import Entry
from zhongshu.ui import lists

# Which list, who may take it along, who may not, and under which conditions; $name is a sample of `test_access`.
TABLE = """
documents          registrar       sysadmin
telegrams          confidential    sysadmin
intakes            registrar       leader
telegram_intakes   confidential    registrar
cards              confidential    registrar
withheld           confidential    registrar
arrivals           registrar       leader           intake=$intake
arrivals           confidential    registrar        intake=$wires
outgoing           registrar       sysadmin
outgoing_codes     registrar       leader
outgoing_templates office_head     finance_clerk
outgoing_numbers   registrar       leader
outgoing_opinions  finance_chief   sysadmin         document=$letter
outgoing_opinions  registrar       education_chief  document=$letter
outgoing_year_genres   leader          finance_clerk    year=2026
outgoing_year_causes   leader          finance_clerk    year=2026
outgoing_year_units    leader          finance_clerk    year=2026
outgoing_year_rules    leader          finance_clerk    year=2026
outgoing_year_waivers  leader          finance_clerk    year=2026
outgoing_year_uptakes  leader          finance_clerk    year=2026
outgoing_uptakes   finance_clerk   sysadmin         year=2026
outgoing_receipts  finance_clerk   sysadmin         matter=$letter
deliveries         registrar       finance_clerk
telegram_deliveries confidential   registrar
receiver_groups    registrar       finance_clerk
peers              registrar       finance_clerk
packages           registrar       finance_clerk
seals              finance_clerk   sysadmin
seal_uses          leader          sysadmin
seal_loans         finance_clerk   auditor
desk_todo          finance_chief   auditor
desk_to_read       second_leader   sysadmin
desk_done          registrar       secadmin
desk_mine          registrar       sysadmin
desk_waiting       registrar       sysadmin
desk_delegated     finance_chief   sysadmin
desk_suspended     registrar       sysadmin
search             registrar       sysadmin         q=通知
people             sysadmin        auditor
accounts           secadmin        auditor
units              sysadmin        auditor
administrators     secadmin        sysadmin
roles              secadmin        sysadmin
charges            secadmin        sysadmin
delegations        finance_chief   auditor
office_delegations secadmin        sysadmin
jobs               sysadmin        auditor
trail              auditor         sysadmin
efficiency_tasks   office_head     sysadmin         period=year
efficiency_matters office_head     sysadmin         period=year measure=matters by=kind
efficiency_work    office_head     sysadmin         period=year measure=matters by=kind key=incoming
ratings            registrar       sysadmin
deadlines          finance_chief   sysadmin
filters            finance_chief   sysadmin
leavers            office_head     registrar
handovers          office_head     registrar
handover_pieces    office_head     registrar        handover=$handed
handover_things    office_head     registrar        leaver=$person
routes             office_head     registrar
route_versions     office_head     registrar        organ=$organ kind=incoming
broadcasts         finance_clerk   sysadmin
receipts           registrar       finance_clerk    broadcast=$broadcast
receipts           office_head     outsider         broadcast=$broadcast
channels           sysadmin        secadmin
channel_doings     sysadmin        secadmin
outbox             sysadmin        secadmin
failed_postings    sysadmin        secadmin
webhooks           sysadmin        secadmin
security_log       secadmin        sysadmin         asked=1
security_log       auditor         registrar        asked=1
confirmations      secadmin        registrar
org_imports        sysadmin        secadmin
import_changes     secadmin        auditor          import=$import
import_faults      sysadmin        registrar        import=$faulty
tokens             finance_chief   guest
office_tokens      sysadmin        secadmin
own_devices        finance_clerk   guest
devices            sysadmin        auditor          account=$account
checkpoints        auditor         sysadmin
processes          sysadmin        secadmin
schedules          sysadmin        auditor
programs           sysadmin        registrar
calendar           sysadmin        secadmin
notices            finance_clerk   sysadmin
products           registrar       guest
readers            registrar       education_chief  matter=$document
readers            registrar       confidential     matter=$document
"""
ROWS = [line.split() for line in filter(None, TABLE.splitlines())]
# Nothing has happened in the samples that would stand in these today.
EMPTY = {
    "calendar",
    "deadlines",
    "desk_delegated",
    "desk_suspended",
    "desk_to_read",
    "failed_postings",
    "leavers",
    "office_delegations",
    "ratings",
    "schedules",
}
HIDDEN = {"failed_postings"}  # told of by the page only where there are some
# The column that the page has in the same words, where it is not the first.
SHOWN = {
    "delegations": 4,
    "deadlines": 1,
    "handover_things": 1,
}


@pytest.fixture
def office(cast: Cast, samples: dict[str, Any]) -> dict[str, Any]:
    """One of everything that a list can be of."""
    search.drain(partial(reading_files.index, at=cast.at))
    Process.objects.create(kind="web", host="oa", pid=1, begun_at=cast.at, seen_at=cast.at.replace(year=2100))
    good = OrgImport.objects.get()
    outcome = json.loads(good.outcome)
    changes, faults = [["units", "added", "新设科", "名称：新设科"]], [["单位", 3, "名称", "没有填写。"]]
    OrgImport.objects.filter(pk=good.pk).update(outcome=json.dumps(outcome | {"changes": changes}))
    good.pk, good.outcome = None, json.dumps(outcome | {"faults": faults})
    good.save()
    return samples | {"faulty": [good.pk], "organ": [cast.organ.pk]}


def asked(query: list[str], samples: dict[str, Any]) -> dict[str, str]:
    found = dict(one.split("=") for one in query)
    return {name: str(samples[value[1:]][0]) if value[0] == "$" else value for name, value in found.items()}


def browser(cast: Cast, whom: str) -> Client:
    return Client() if whom == "guest" else client_of(getattr(cast, whom))


def words_of(page: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", page))


def test_the_table_knows_every_list():
    assert {row[0] for row in ROWS} == set(lists.every())


@pytest.mark.parametrize(("key", "whom", "other", "query"), [(*row[:3], row[3:]) for row in ROWS])
def test_what_leaves_is_what_the_page_shows(cast, office, key, whom, other, query):
    listed, wanted = lists.every()[key], asked(query, office)
    page = browser(cast, whom).get(listed.address(wanted), wanted).content.decode()
    ways = {how: reverse("taking", args=[key, how]) for how in ("workbook", "print")}
    assert key in HIDDEN or all(way in page for way in ways.values())
    assert all(f"{name}={wanted[name]}" in page for name in listed.of)

    with unchanged():
        assert browser(cast, other).post(reverse("taking", args=[key, "workbook"], query=wanted)).status_code in (
            (302,) if other == "guest" else (403, 404)
        )
    answer = browser(cast, whom).post(reverse("taking", args=[key, "workbook"], query=wanted))
    assert answer.status_code == 200
    first, *rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    rows = rows[:-2]
    assert first == [column.title for column in listed.columns]
    assert bool(rows) or key in EMPTY
    words = words_of(page)
    for row in rows[:3]:
        told = row[SHOWN[key]] if key in SHOWN else next((cell for cell in row if isinstance(cell, str) and cell), "")
        assert re.sub(r"\s+", "", str(told)) in words
    entry = Entry.objects.filter(verb="files.exported").latest("id")
    detail = json.loads(entry.detail)
    assert (detail["list"], detail["rows"]) == (key, len(rows))


@pytest.mark.parametrize("key", [key for key, listed in lists.every().items() if listed.of])
def test_of_nothing_there_is_no_list(cast, office, key):
    whom = next(row[1] for row in ROWS if row[0] == key)
    names = lists.every()[key].of
    for wanted in ({}, dict.fromkeys(names, "x"), dict.fromkeys(names, str(10**9))):
        with unchanged():
            answer = browser(cast, whom).post(reverse("taking", args=[key, "workbook"], query=wanted))
        assert answer.status_code == 404
