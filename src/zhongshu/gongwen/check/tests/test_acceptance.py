"""What the regulation forbids, as drafts that break it (条例验收): each is told, by its rule, as loudly as it may."""

from dataclasses import replace

import pytest

from zhongshu.gongwen.check import drafts, engine
from zhongshu.gongwen.check.model import NOTHING, Relation, Severity, World
from zhongshu.gongwen.draft.model import Draft, Seal, Signer

REQUEST = Draft(
    number="清水〔2026〕3号",
    signers=(Signer("李明"),),
    issuers=("清溪县水利局",),
    title="清溪县水利局关于除险加固经费的请示",
    recipients="清溪县人民政府",
    body=("青山水库需要除险加固，申请经费50万元。", "妥否，请批示。"),
    date="2026年3月1日",
    note="联系人：王芳，电话：0311-5550123",
)
REPORT = replace(REQUEST, title="清溪县水利局关于防汛工作情况的报告", body=("现将有关情况报告如下：", "妥否，请批示。"))
NOTICE = Draft(
    number="河水〔2026〕3号",
    issuers=("河东市水利局",),
    title="河东市水利局关于做好防汛工作的通知",
    recipients="各县（区）人民政府",
    body=("现将有关事项通知如下：", "一、加强值守"),
    date="2026年3月1日",
)
KNOWN = World(
    relation=lambda sender, receiver: Relation.SUBORDINATE if "管理所" in receiver else None,
    internal=frozenset({"清溪县水利局规划科"}),
    codes={"清溪县水利局": frozenset({"清水"})},
)
BROKEN = (
    ("ROUTE-08", Severity.ERROR, REPORT),
    ("ROUTE-03", Severity.WARNING, replace(REQUEST, recipients="清溪县人民政府、河东市水利局")),
    ("ROUTE-04", Severity.ERROR, replace(REQUEST, copied_to="青山水库管理所")),
    ("ROUTE-12", Severity.ERROR, NOTICE),
    ("ROUTE-17", Severity.ERROR, replace(NOTICE, issuers=("清溪县水利局规划科",))),
    ("HEAD-07", Severity.ERROR, replace(REQUEST, signers=())),
    ("HEAD-05", Severity.ERROR, replace(REQUEST, secrecy="机密★21年")),
    ("HEAD-12", Severity.ERROR, replace(REQUEST, number="清财〔2026〕3号")),
    ("SIGN-05", Severity.ERROR, replace(REQUEST, printed="2026年2月28日")),
    ("SIGN-03", Severity.ERROR, replace(REQUEST, date="2026年2月30日")),
    ("SIGN-04", Severity.ERROR, replace(REQUEST, seals=(Seal("清溪县财政局"),))),
    ("SEC-01", Severity.ERROR, replace(REQUEST, secrecy="秘密★10年")),
)


def told(draft, world=NOTHING):
    return {(finding.rule.id, finding.severity) for finding in engine.check(drafts.of_draft(draft), world)}


@pytest.mark.parametrize(("rule", "severity", "draft"), BROKEN, ids=[rule for rule, *_ in BROKEN])
def test_what_is_forbidden_is_told(rule, severity, draft):
    assert (rule, severity) in told(draft, KNOWN)


def test_what_is_in_order_is_not_told():
    assert told(REQUEST, KNOWN) == set()
    assert told(replace(NOTICE, body=("经市政府同意，现将有关事项通知如下：", "各地要加强值守。"))) == set()


def test_a_term_within_its_cap_is_told_only_where_secrets_may_not_be():
    secret = replace(REQUEST, secrecy="秘密★10年", copy_number="000001")
    assert told(secret) == {("SEC-01", Severity.ERROR)}
    assert told(secret, World(classified=True)) == set()
