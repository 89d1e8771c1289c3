"""The administrators' first pages, and who may enter what: three roles, three sets of pages."""

import re

import pytest
from django.urls import reverse
from tests.cast import client_of

from zhongshu.org.models import Account, FailedSignIn
from zhongshu.org.rules import policies

BOTH = ("sysadmin", "secadmin")
PAGES = {
    "administration": ("sysadmin", "secadmin", "auditor"),
    "people": BOTH,
    "person_registration": ("sysadmin",),
    "units": BOTH,
    "unit_creation": ("sysadmin",),
    "accounts": BOTH,
    "account_creation": ("sysadmin",),
    "calendar": ("sysadmin",),
    "running": ("sysadmin",),
    "jobs": ("sysadmin",),
    "administrators": ("secadmin",),
    "roles": ("secadmin",),
    "charges": ("secadmin",),
    "office_delegations": ("secadmin",),
    "trail": ("secadmin", "auditor"),
    "verification": ("auditor",),
    "delegations": ("finance_clerk", "office_head"),
    "handovers": ("office_head",),
}
EVERYBODY = ("sysadmin", "secadmin", "auditor", "office_head", "finance_clerk")


@pytest.mark.parametrize("whom", EVERYBODY)
def test_everybody_enters_their_own_pages_and_no_others(cast, whom):
    client = cast.client(getattr(cast, whom))
    found = {name: client.get(reverse(name)).status_code for name in PAGES}
    assert found == {name: 200 if whom in allowed else 403 for name, allowed in PAGES.items()}


ACTS = {
    "particulars": ("sysadmin",),
    "appointments": ("sysadmin",),
    "departure": ("sysadmin",),
    "person_account": ("sysadmin",),
    "unit_names": ("sysadmin",),
    "unit_posts": ("sysadmin",),
    "unit_ending": ("sysadmin",),
    "post_ending": ("sysadmin",),
    "appointment_ending": ("sysadmin",),
    "account_password": ("sysadmin",),
    "account_disabling": ("sysadmin",),
    "account_activation": ("secadmin",),
    "account_unlocking": ("secadmin",),
    "account_sessions": ("sysadmin", "secadmin"),
    "account_office": ("secadmin",),
    "administrator_ending": ("secadmin",),
    "role_ending": ("secadmin",),
    "charge_ending": ("secadmin",),
    "office_delegation_revocation": ("secadmin",),
    "delegation_revocation": ("office_head", "finance_clerk"),
    "handover": ("office_head",),
}
NOBODY = 99999999


@pytest.mark.parametrize("whom", EVERYBODY)
def test_nobody_acts_in_the_place_of_another(cast, whom):
    client = cast.client(getattr(cast, whom))
    found = {name: client.post(reverse(name, args=[NOBODY])).status_code for name in ACTS}
    assert found == {name: 404 if whom in allowed else 403 for name, allowed in ACTS.items()}


def test_a_stranger_is_sent_to_the_door(client, cast):
    for name in PAGES:
        assert client.get(reverse(name)).headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("whom", "title", "there", "absent"),
    [
        ("sysadmin", "系统管理员", "后台作业", "留痕核验"),
        ("secadmin", "安全保密管理员", "领导分管", "后台作业"),
        ("auditor", "安全审计员", "留痕核验", "待启用账号"),
    ],
)
def test_the_first_page_says_what_one_may_do(cast, whom, title, there, absent):
    client = client_of(getattr(cast, whom))
    assert client.get("/").headers["Location"] == "/administration/"
    shown = client.get("/administration/").content.decode()
    assert f"<h1>{title}</h1>" in shown
    assert there in shown
    assert absent not in shown


@pytest.mark.parametrize("whom", ["sysadmin", "secadmin", "auditor"])
def test_the_first_page_explains_whatever_the_navigation_leads_to(cast, whom):
    shown = client_of(getattr(cast, whom)).get("/administration/").content.decode()
    side, duties = shown.partition('id="nav"')[2].split("</nav>", 1)
    led = set(re.findall(r'class="nav-entry" href="([^"]+)"', side)) - {"/administration/", "/products/"}
    assert led == set(re.findall(r'class="with-icon" href="([^"]+)"', duties))


def test_the_navigation_of_the_office_stands_in_order_of_use(cast):
    shown = cast.client(cast.office_head).get("/").content.decode()
    side = shown.partition('id="nav"')[2].partition("</nav>")[0]
    assert re.findall(r'class="nav-words">([^<]+)', side)[:3] == ["工作台", "消息", "必达通知"]
    assert re.findall(r'class="nav-group">([^<]+)', side) == ["办文", "印章", "统计评价", "办公室管理", "本人"]


def test_the_first_page_counts_what_waits(cast):
    account = Account.objects.get(person=cast.finance_clerk)
    Account.objects.filter(person=cast.outsider).update(activated_at=None)
    for _ in range(policies.DEFAULT.failures):
        FailedSignIn.objects.create(account=account, at=account.created_at.now(tz=account.created_at.tzinfo))
    shown = cast.client(cast.secadmin).get("/administration/").content.decode()
    assert "待启用账号</span><b>1</b>" in shown
    assert "已锁定账号</span><b>1</b>" in shown
    locked = cast.client(cast.secadmin).get("/accounts/?state=locked").content.decode()
    assert cast.finance_clerk.name in locked
    assert cast.outsider.name not in locked
