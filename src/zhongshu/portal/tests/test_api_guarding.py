"""What guards the API: tokens that end with the trust in whoever had them, the security log, the watermark."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.files.models import Product
from zhongshu.gongwen.tests.test_watermark import signed_pdf
from zhongshu.org.models import Account
from zhongshu.portal.tests.test_api import get, token
from zhongshu.trail.models import Entry
from zhongshu.ui import copies

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("act", ["sessions", "reset", "disabling"])
def test_whoever_is_put_out_has_no_token_left(cast, act):
    secret, account = token(cast.finance_clerk), cast.finance_clerk.account
    assert get(secret, "desk/counts").status_code == 200
    path = reverse(
        {"sessions": "account_sessions", "reset": "account_password", "disabling": "account_disabling"}[act],
        args=[account.pk],
    )
    assert cast.client(cast.sysadmin).post(path).status_code in (200, 302)
    Account.objects.filter(pk=account.pk).update(disabled_at=None)
    assert get(secret, "desk/counts").status_code == 401
    entry = Entry.objects.get(verb="org.token_revoked")
    assert (entry.stream, entry.by) == (f"account:{account.pk}", cast.sysadmin.ref)


def test_in_a_session_left_open_no_token_is_made(cast):
    client = cast.client(cast.finance_chief)
    session = client.session
    session["begun"] = (timezone.now() - timedelta(minutes=11)).isoformat()
    session.save()
    with unchanged():
        page = client.post(reverse("tokens"), {"name": "档案系统", "scopes": ["desk"], "days": "90"})
    assert (page.status_code, "请退出后重新登录" in page.content.decode()) == (422, True)


def test_what_is_read_by_token_stands_in_the_security_log(cast):
    matter = cast.document(label="work_secret")
    for path in (f"matters/{matter.pk}", f"matters/{matter.pk}/trail"):
        assert get(token(cast.registrar), path).status_code == 200
        assert get(token(cast.outsider), path).status_code == 404
    seen = Entry.objects.filter(verb="org.paper_viewed", by=Account.objects.get(person=cast.registrar).ref)
    refused = Entry.objects.filter(verb="org.access_refused", by=Account.objects.get(person=cast.outsider).ref)
    assert (seen.count(), refused.count()) == (1, 1)  # once an hour


def test_what_bears_no_watermark_does_not_come_as_a_page(cast):
    document = cast.document(label="work_secret", uploads=(cast.upload(cast.registrar, "通知.pdf", signed_pdf()),))
    kept = get(token(cast.registrar), f"matters/{document.pk}").json()["attachments"][0]
    answer = get(token(cast.registrar), f"attachments/{kept['id']}")
    assert (answer.status_code, "不能加水印" in answer.json()["sentence"]) == (422, True)


def test_a_large_file_is_copied_by_a_job(cast, monkeypatch):
    document = cast.document(label="work_secret", uploads=(cast.upload(cast.registrar),))
    kept = get(token(cast.registrar), f"matters/{document.pk}").json()["attachments"][0]
    monkeypatch.setattr(copies, "AT_ONCE", 1)
    answer = get(token(cast.registrar), f"attachments/{kept['id']}")
    assert (answer.status_code, "我的下载" in answer.json()["sentence"]) == (202, True)
    assert Product.objects.get().by == cast.registrar.ref
