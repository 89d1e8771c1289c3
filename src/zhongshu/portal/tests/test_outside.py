"""统一身份登录: against an issuer on this machine, its keys and tokens good and bad."""

import base64
import json
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from joserfc.jwk import OctKey, RSAKey
from tests.cast import client_of

from zhongshu.org import actions as org
from zhongshu.org.models import Account, Identity, Session
from zhongshu.org.queries import local_day
from zhongshu.portal import provider
from zhongshu.portal.tests import issuer as issuers
from zhongshu.trail.models import Entry


@pytest.fixture
def issuer(settings):
    cache.clear()
    with issuers.serving() as found:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET = found.address, issuers.CLIENT, issuers.SECRET
        yield found
    cache.clear()


def go(client, onward="/"):
    """Leave for the issuer and return where that is."""
    return client.get("/sign-in/outside/", {"next": onward}).headers["Location"]


def come_in(client, issuer, onward="/", **changed):
    code, state = issuer.agree(go(client, onward))
    return client.get("/sign-in/outside/answer/", {"code": code, "state": state} | changed)


def told(client):
    return client.get("/sign-in/").content.decode()


def verbs(person):
    account = Account.objects.get(person=person)
    return list(Entry.objects.filter(stream=f"account:{account.pk}").order_by("seq").values_list("verb", flat=True))


def refused(client, response, sentence):
    assert response.headers["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session
    assert sentence in told(client)
    assert not Identity.objects.exists()
    assert not Session.objects.exists()
    return True


def test_without_an_issuer_there_is_no_such_door(client, cast):
    assert "统一身份" not in told(client)
    assert client.get("/sign-in/outside/").status_code == 404
    assert client.get("/sign-in/outside/answer/?code=1&state=1").status_code == 404


def test_the_first_time_links_and_leads_on(client, cast, issuer, settings):
    settings.OIDC_NAME = "县政务统一身份认证"
    assert "县政务统一身份认证" in told(client)
    asked = parse_qs(urlsplit(go(client)).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/sign-in/outside/answer/"]
    assert come_in(client, issuer, "/documents/").headers["Location"] == "/documents/"
    assert "林晓梅" in client.get("/").content.decode()
    linked = Identity.objects.get()
    assert (linked.account, linked.issuer, linked.subject) == (cast.registrar.account, issuer.address, "7f3a")
    assert verbs(cast.registrar) == ["org.identity_linked", "org.signed_in"]
    assert issuer.form["authorization"] == "Basic " + base64.b64encode(b"zhongshu:a%20secret%2Fwith%20signs").decode()


def test_the_link_holds_whatever_the_claim_says_later(client, cast, issuer):
    come_in(client, issuer)
    client.post("/sign-out/")
    issuer.claims = {"preferred_username": "leader"}
    come_in(client, issuer)
    assert "林晓梅" in client.get("/").content.decode()
    assert verbs(cast.registrar).count("org.identity_linked") == 1


def test_accounts_are_found_by_staff_code(client, cast, issuer, settings):
    settings.OIDC_MATCH, settings.OIDC_CLAIM = "staff_code", "employee"
    issuer.claims = {"employee": "finance_clerk"}
    come_in(client, issuer)
    assert "李雪" in client.get("/").content.decode()


def test_description_and_keys_are_asked_for_once(client, cast, issuer):
    for _ in range(3):
        come_in(client, issuer)
        client.logout()
    assert issuer.asked.count("/.well-known/openid-configuration") == issuer.asked.count("/keys") == 1


def test_changed_keys_are_fetched(client, cast, issuer):
    come_in(client, issuer)
    client.logout()
    issuer.key = issuer.signing = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    issuer.header = {"alg": "RS256", "kid": "two"}
    assert come_in(client, issuer).headers["Location"] == "/"


def test_who_has_no_account_gets_none(client, cast, issuer):
    issuer.claims = {"preferred_username": "fremder"}
    accounts = Account.objects.count()
    assert refused(client, come_in(client, issuer), "本系统没有您的账号")
    assert Account.objects.count() == accounts
    assert Entry.objects.filter(stream="sign_in", verb="org.sign_in_failed").exists()


def test_a_leaver_is_refused(client, cast, issuer):
    come_in(client, issuer)
    client.logout()
    now = timezone.now()
    with transaction.atomic():
        org.people.leave(cast.registrar, on=local_day(now), by="system", at=now)
    response = come_in(client, issuer)
    assert response.headers["Location"] == "/sign-in/"
    assert "账号已停用" in told(client)
    assert verbs(cast.registrar)[-1] == "org.sign_in_refused"


def test_administrators_do_not_come_this_way(client, cast, issuer):
    issuer.claims = {"preferred_username": "sysadmin"}
    assert refused(client, come_in(client, issuer), "管理员账号不使用统一身份认证")


def test_an_account_has_one_identity_until_it_is_taken_apart(client, cast, issuer):
    come_in(client, issuer)
    client.logout()
    issuer.claims = {"sub": "another"}
    assert come_in(client, issuer).headers["Location"] == "/sign-in/"
    assert "已与另一个统一身份关联" in told(client)
    linked = Identity.objects.get()
    page = client_of(cast.sysadmin).get(f"/accounts/{linked.account_id}/").content.decode()
    assert "解除关联" in page
    client_of(cast.sysadmin).post(f"/accounts/{linked.account_id}/identities/{linked.pk}/ending/")
    linked.refresh_from_db()
    assert (linked.ended_by, verbs(cast.registrar)[-1]) == (cast.sysadmin.ref, "org.identity_unlinked")
    assert come_in(client, issuer).headers["Location"] == "/"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"aud": ["zhongshu", "another"]},
        {"azp": "another"},
        {"exp": 1},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"nonce": "of somebody else"},
        {"nonce": None},
        {"sub": None},
        {"preferred_username": None},
        {"preferred_username": ["registrar"]},
        {"preferred_username": "x" * 65},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_now_is_refused(client, cast, issuer, claims):
    issuer.claims = claims
    assert refused(client, come_in(client, issuer), "没有通过核验")


def test_two_minutes_between_the_clocks_do_not_matter(client, cast, issuer):
    issuer.claims = {"iat": int(time.time()) + 100, "exp": int(time.time()) - 100}
    assert come_in(client, issuer).headers["Location"] == "/"


def unsigned(nonce, issuer):
    def part(said):
        return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()

    now = int(time.time())
    claims = {"iss": issuer.address, "aud": issuers.CLIENT, "sub": "1", "iat": now, "exp": now + 300, "nonce": nonce}
    return f"{part({'alg': 'none'})}.{part(claims | {'preferred_username': 'registrar'})}."


def test_a_token_without_signature_is_refused(client, cast, issuer):
    location = go(client)
    code, state = issuer.agree(location)
    issuer.token = unsigned(parse_qs(urlsplit(location).query)["nonce"][0], issuer)
    answer = client.get("/sign-in/outside/answer/", {"code": code, "state": state})
    assert refused(client, answer, "没有通过核验")


def test_a_token_signed_with_another_key_is_refused(client, cast, issuer):
    issuer.signing = RSAKey.generate_key(2048, {"kid": "one"})
    assert refused(client, come_in(client, issuer), "没有通过核验")


def test_a_token_signed_with_our_own_secret_is_refused(client, cast, issuer):
    issuer.signing, issuer.header = OctKey.import_key(issuers.SECRET), {"alg": "HS256"}
    assert refused(client, come_in(client, issuer), "没有通过核验")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "§"])
def test_what_is_no_token_is_refused(client, cast, issuer, token):
    issuer.token = token or " "
    assert refused(client, come_in(client, issuer), "没有通过核验")


@pytest.mark.parametrize("state", ["", "x", "§"])
def test_a_tampered_state_is_refused_before_anything_is_asked(client, cast, issuer, state):
    assert refused(client, come_in(client, issuer, state=state), "不是从本页面发起")
    assert "/token" not in issuer.asked


def test_an_answer_is_taken_once_and_in_time(client, cast, issuer):
    code, state = issuer.agree(go(client))
    session = client.session
    session["outside"] |= {"at": (timezone.now() - timedelta(minutes=11)).isoformat()}
    session.save()
    answer = {"code": code, "state": state}
    assert refused(client, client.get("/sign-in/outside/answer/", answer), "已超过10分钟")
    assert refused(client, client.get("/sign-in/outside/answer/", answer), "不是从本页面发起")


def test_a_code_that_the_issuer_does_not_know_is_refused(client, cast, issuer):
    assert refused(client, come_in(client, issuer, code="made up"), "没有通过核验")


def test_somebody_who_did_not_agree_is_led_back(client, cast, issuer):
    _, state = issuer.agree(go(client))
    answer = client.get("/sign-in/outside/answer/", {"error": "access_denied", "state": state})
    assert refused(client, answer, "统一身份认证没有完成")


def test_an_issuer_that_hangs_is_left_alone_and_passwords_go_on(client, cast, issuer, monkeypatch):
    monkeypatch.setattr(provider, "PATIENCE", 0.2)
    issuer.delay = 1
    assert refused(client, client.get("/sign-in/outside/"), "暂时无法连接")
    assert refused(client, client.get("/sign-in/outside/"), "用账号和口令登录")
    assert len(issuer.asked) == 1  # nobody waits a second time


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_an_issuer_that_describes_itself_wrongly_is_refused(client, cast, issuer, said):
    issuer.said = said
    assert refused(client, client.get("/sign-in/outside/"), "没有通过核验")


def test_signing_out_offers_to_leave_the_issuer_too(client, cast, issuer):
    come_in(client, issuer)
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    page = told(client)
    assert f"{issuer.address}/end?client_id=zhongshu" in page
    assert "同时" in page
    assert "同时" not in told(client)


def test_a_second_step_follows_here_too(client, cast, issuer):
    account = cast.registrar.account
    with transaction.atomic():
        account.security_keys.create(name="k", host="oa", credential="c", public=b"", made_at=timezone.now())
    assert come_in(client, issuer).headers["Location"] == "/sign-in/second-step/"
    assert "_auth_user_id" not in client.session
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    assert verbs(cast.registrar)[-1] == "org.identity_accepted"
