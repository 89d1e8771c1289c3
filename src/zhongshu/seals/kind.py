"""The kinds of matter that this domain brings: something to be sealed, and a seal that is taken along."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhongshu.matters.kinds import Fact, Kind
from zhongshu.matters.models import Matter
from zhongshu.seals import queries, rules
from zhongshu.seals.actions import steps

APPLICANT = Fact("applicant", "申请人身份", "choice", rules.APPLICANTS)
COPIES = Fact("copies", "用印份数", "number")


def use_facts(matter: Matter, day: date) -> Mapping[str, Any]:
    """Return what the conditions of a route may look at (流转条件).

    needs_leader: what speaks for the organ or a leader is sealed on a leader's word; so is what the office head asks.
    """
    application = queries.application_of(matter)
    applicant = queries.standing(matter.opened_by, matter.organ_id, matter.opened_at)
    is_main = application.seals.filter(kind__in=rules.LEADERS_OWN).exists()
    needs_leader = applicant != "leader" and (is_main or applicant == "office_head")
    return {"applicant": applicant, "needs_leader": needs_leader, "copies": application.copies}


def loan_facts(matter: Matter, day: date) -> Mapping[str, Any]:
    """Return what the conditions of a route may look at."""
    applicant = queries.standing(matter.opened_by, matter.organ_id, matter.opened_at)
    return {"applicant": applicant, "copies": queries.loan_of(matter).copies}


USE = Kind(
    key=rules.USE,
    name="用印申请",
    icon="rubber-stamp",
    app="zhongshu.seals",
    route="seal_use.json",
    facts=use_facts,
    declared=(APPLICANT, Fact("needs_leader", "使用公章、党组织印章、签名章，或由办公室主任申请", "yes_no"), COPIES),
    needs=((rules.APPLYING, "sealing"),),
    check_step=steps.check,
    on_step=steps.carry_out,
    template="seals/use_part.html",
    context=queries.use_part,
    forms="zhongshu.seals.forms.USE_FORMS",
    sees=rules.READERS,
    registrars=rules.KEEPER,
    without=("rate",),  # whoever said yes is not served by it
    one_by_one=(rules.APPLYING, "sealing"),
    searchable=queries.use_searchable,
    paper=queries.use_paper,
)
LOAN = Kind(
    key=rules.LOAN,
    name="印章借用",
    icon="arrows-exchange",
    app="zhongshu.seals",
    route="seal_loan.json",
    facts=loan_facts,
    declared=(APPLICANT, COPIES),
    needs=((rules.APPLYING, "handing_out", "taking_back"),),
    check_step=steps.check,
    on_step=steps.carry_out,
    template="seals/loan_part.html",
    context=queries.loan_part,
    forms="zhongshu.seals.forms.LOAN_FORMS",
    sees=rules.READERS,
    registrars=rules.KEEPER,
    without=("rate",),  # whoever said yes is not served by it
    one_by_one=(rules.APPLYING, "handing_out", "taking_back"),
    searchable=queries.loan_searchable,
    paper=queries.loan_paper,
)
EVERY = (USE, LOAN)
