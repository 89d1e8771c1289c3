"""Signing in, wrong passwords, the lock and the clock."""

from datetime import date

import pytest

from zhongshu.org import actions, queries
from zhongshu.org.models import Account, FailedSignIn
from zhongshu.org.rules import passwords
from zhongshu.org.tests.conftest import NOW, PASSWORD, after, refused, written
from zhongshu.trail import queries as trail
from zhongshu.trail.rules import ClockSetBack

ADDRESS = "10.1.2.3"


def sign_in(password=PASSWORD, login="lixuemei", **later):
    return actions.sign_in(login, password, address=ADDRESS, at=after(**later))


def fail(times, **later):
    sentences = []
    for _ in range(times):
        with pytest.raises(passwords.SignInRefused) as refusal:
            sign_in("Wrong-0000", **later)
        sentences.append(refusal.value.sentence)
    return sentences


def test_a_right_password_signs_in(account):
    assert sign_in(login=" LiXueMei ") == account
    account.refresh_from_db()
    assert account.last_login == NOW
    assert written(f"account:{account.pk}") == ("org.signed_in", account.ref, {"address": ADDRESS})


def test_a_wrong_password_and_an_unknown_login_sound_alike(account):
    with pytest.raises(passwords.SignInRefused) as stranger:
        sign_in(login="nobody")
    assert fail(1) == [stranger.value.sentence]
    assert "连续输错5次，账号将锁定15分钟" in stranger.value.sentence
    assert written("sign_in") == ("org.sign_in_failed", "system", {"address": ADDRESS})
    assert written(f"account:{account.pk}") == ("org.sign_in_failed", "system", {"address": ADDRESS})
    assert FailedSignIn.objects.get().address == ADDRESS


def test_the_fifth_wrong_password_locks_and_the_sixth_right_one_is_refused(account):
    *four, fifth = fail(5)
    assert all("账号或口令不正确" in sentence for sentence in four)
    assert "账号已锁定。请在15分钟后（09:45）再试" in fifth
    assert written(f"account:{account.pk}")[0] == "org.account_locked"
    with pytest.raises(passwords.Locked, match="请在1分钟后（09:45）再试，或请安全保密管理员解锁"):
        sign_in(minutes=14, seconds=59)
    assert written(f"account:{account.pk}")[0] == "org.sign_in_refused"
    assert FailedSignIn.objects.count() == 5, "what is tried during the lock does not lengthen it"
    assert sign_in(minutes=15) == account


def test_a_success_ends_the_row_of_failures(account):
    fail(4)
    sign_in(minutes=1)
    fail(4, minutes=2)
    assert queries.locked_until(account) is None
    assert sign_in(minutes=3) == account


def test_after_the_lock_a_new_row_begins(account):
    fail(5)
    assert "账号或口令不正确" in fail(1, minutes=16)[0]
    assert "账号已锁定" in fail(4, minutes=17)[-1]
    assert queries.locked_until(account) == after(minutes=32)


def test_the_security_administrator_unlocks(account, office):
    with refused("该账号没有被锁定"):
        actions.unlock_account(account, by=office.secadmin.ref, at=NOW)
    fail(5)
    with refused("只能由安全保密管理员办理"):
        actions.unlock_account(account, by=office.sysadmin.ref, at=NOW)
    actions.unlock_account(account, by=office.secadmin.ref, at=after(minutes=1))
    assert written(f"account:{account.pk}") == ("org.account_unlocked", office.secadmin.ref, {})
    assert sign_in(minutes=1) == account


def test_a_clock_set_back_opens_no_lock(account):
    fail(5)
    with pytest.raises(ClockSetBack, match="系统时间早于已有记录的时间"):
        sign_in(hours=-2)
    assert queries.locked_until(account) == after(minutes=15)


def test_an_account_that_is_not_activated_is_refused_only_to_whoever_knows_the_password(office, account):
    Account.objects.filter(pk=account.pk).update(activated_at=None)
    assert "账号或口令不正确" in fail(1)[0]
    with pytest.raises(passwords.SignInRefused, match="账号尚未启用"):
        sign_in()
    assert FailedSignIn.objects.count() == 1
    assert written(f"account:{account.pk}")[0] == "org.sign_in_refused"


def test_a_person_of_tomorrow_does_not_sign_in_today(office, account):
    office.people["li"].valid_from = date(2026, 3, 3)
    office.people["li"].save()
    with pytest.raises(passwords.SignInRefused, match="您今天不在岗"):
        sign_in()


def test_every_verb_of_this_room_has_a_phrase(account):
    fail(5)
    streams = ("org", "sign_in", f"account:{account.pk}")
    verbs = {entry.verb for stream in streams for entry in trail.entries(stream)}
    assert "其他操作" not in {trail.sentence(verb) for verb in verbs}
    assert trail.stream_name(f"account:{account.pk}").startswith("账号 ")
