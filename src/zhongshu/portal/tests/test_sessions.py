"""Sessions and the lock (会话、登录失败处理): wrong passwords, idle time, the end of a working day."""

from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.utils import timezone

from zhongshu.org.models import Account
from zhongshu.trail import queries as trail

PASSWORD = "Chunfeng-2026"


@pytest.fixture
def account(cast):
    account = Account.objects.get(person=cast.finance_clerk)
    account.password, account.must_change_password = hashers.make_password(PASSWORD), False
    account.password_set_at = timezone.now()
    account.save()
    return account


def test_the_sixth_attempt_is_locked_out_even_with_the_right_password(client, account):
    wrong = {"login": account.login, "password": "Wrong-2026"}
    answers = [client.post("/sign-in/", wrong).content.decode() for _ in range(5)]
    assert "账号或口令不正确" in answers[0]
    assert "账号已锁定" in answers[4]
    sixth = client.post("/sign-in/", {"login": account.login, "password": PASSWORD})
    assert sixth.status_code == 422
    assert "账号已锁定" in sixth.content.decode()
    said = list(trail.entries(f"account:{account.pk}").values_list("verb", flat=True))
    assert said == ["org.sign_in_failed"] * 5 + ["org.account_locked", "org.sign_in_refused"]


def back_by(client, **moments):
    session = client.session
    for key, span in moments.items():
        session[key] = (timezone.now() - span).isoformat()
    session.save()


def test_half_an_hour_of_silence_ends_the_session(cast):
    client = cast.client(cast.finance_clerk)
    back_by(client, seen=timedelta(minutes=29), begun=timedelta(hours=1))
    assert client.get("/").status_code == 200
    back_by(client, seen=timedelta(minutes=31))
    response = client.get("/delegations/")
    assert response.headers["Location"] == "/sign-in/?next=/delegations/"
    assert "登录已超时" in client.get("/sign-in/").content.decode()


def test_after_twelve_hours_one_signs_in_again(cast):
    client = cast.client(cast.finance_clerk)
    back_by(client, begun=timedelta(hours=11, minutes=59))
    assert client.get("/").status_code == 200
    back_by(client, begun=timedelta(hours=12, minutes=1))
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_a_disabled_account_does_not_come_in_again(client, account):
    Account.objects.filter(pk=account.pk).update(disabled_at=timezone.now())
    response = client.post("/sign-in/", {"login": account.login, "password": PASSWORD})
    assert "账号已停用" in response.content.decode()
    assert trail.entries(f"account:{account.pk}").last().verb == "org.sign_in_refused"
