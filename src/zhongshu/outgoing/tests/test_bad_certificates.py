"""被盗、过期的证书: met between 印制 and 分发, through the pages; each time it is said why, and what can be done."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import client_of, unchanged, verbs

from zhongshu.jobs.models import Job
from zhongshu.outgoing.actions import impressing
from zhongshu.outgoing.queries import dispatching
from zhongshu.outgoing.tests.writing import catch_up, give_back, opened, print_out, seal_of, walk
from zhongshu.seals import actions as seals
from zhongshu.seals import queries as register
from zhongshu.seals.models import Certificate, Use


@pytest.fixture
def electronic(cast):
    """The organ's seal has an electronic one for demonstration."""
    return seals.try_out(seal_of(cast).pk, by=cast.supervisor, at=cast.tick())


def steal(cast):
    """Its keeper withdraws the certificate on the page of the seal."""
    catch_up(cast)
    row = Certificate.objects.latest("pk")
    since = timezone.localtime(cast.at) - timedelta(minutes=1)
    given = {"cause": "stolen", "since": f"{since:%Y-%m-%dT%H:%M}", "reason": "电脑失窃"}
    assert client_of(cast.registrar).post(f"/seals/certificates/{row.pk}/withdrawal/", given).status_code == 302
    catch_up(cast)


def expire(cast):
    """Its last day passes."""
    catch_up(cast)
    Certificate.objects.update(valid_to=cast.at - timedelta(minutes=1))


def put_on(cast, matter):
    """The keeper sends the form of 用印."""
    form = {"copies": "30", "witness": cast.holder(cast.office_head)}
    answer = cast.post(cast.registrar, "completion", cast.task(matter, "sealing").pk, **form)
    catch_up(cast)
    return answer


def renew(cast, seal):
    """Who keeps the register brings in another certificate on the page of the seal."""
    assert client_of(cast.supervisor).post(f"/seals/{seal.pk}/demonstration/").status_code == 302
    catch_up(cast)


def make(matter, at):
    """Let the worker set the seals."""
    job = Job.objects.filter(task=impressing.JOB, finished_at=None).get()
    impressing.seal_up(matter.pk, signed_at=at, at=timezone.now())
    Job.objects.filter(pk=job.pk).update(finished_at=at)


CAUSES = pytest.mark.parametrize(("happens", "words"), [(steal, "起停用"), (expire, "过期")])


@CAUSES
def test_before_it_is_put_on_a_new_certificate_is_the_way_on(cast, electronic, happens, words):
    matter = walk(cast, opened(cast), "sealing")
    happens(cast)
    with unchanged():
        answer = put_on(cast, matter)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"不能加盖“{electronic.name}”的电子印章：签章证书“" in page
    assert words in page
    assert "请印章管理人员在印章登记中导入可用的印章图形、签章证书后重试" in page
    assert words in client_of(cast.supervisor).get(f"/seals/{electronic.pk}/").content.decode()
    renew(cast, electronic)
    assert put_on(cast, matter).status_code == 302
    print_out(cast, matter)
    make(matter, Use.objects.get().at)
    assert register.sealed_file(matter)
    assert verbs(matter)[-1] == "seals.impressed"


@CAUSES
def test_or_the_seal_of_metal_after_a_new_printing(cast, electronic, happens, words):
    matter = walk(cast, opened(cast), "sealing")
    happens(cast)
    assert "改用实物印章的，请退回印制环节重新选择印章" in put_on(cast, matter).content.decode()
    give_back(cast, matter, "sealing", "printing", by=cast.registrar)
    page = client_of(cast.registrar).get(f"/matters/{matter.pk}/").content.decode()
    assert electronic.name in page
    assert "加盖电子印章）" not in page
    cast.complete(matter, "printing", by=cast.registrar, seal=electronic.pk, copies=30)
    assert put_on(cast, matter).status_code == 302
    assert not register.impressions(matter)
    print_out(cast, matter)
    assert len(dispatching.sent_files(matter)) == 2


def test_after_it_was_put_on_its_keeper_sets_it_anew_with_another(cast, electronic):
    matter = walk(cast, opened(cast), "sealing")
    catch_up(cast)
    assert put_on(cast, matter).status_code == 302
    print_out(cast, matter)
    steal(cast)
    make(matter, Use.objects.get().at)
    page = client_of(cast.registrar).get(f"/matters/{matter.pk}/").content.decode()
    assert "起停用。请印章管理人员" in page
    again = f"/outgoing/{matter.pk}/sealing/"
    assert again in page
    client_of(cast.registrar).post(again)
    assert "起停用" in dispatching.sealing_fault(matter)
    renew(cast, electronic)
    client_of(cast.registrar).post(again)
    make(matter, timezone.now())
    assert register.sealed_file(matter)


def test_what_ran_out_after_it_was_put_on_is_set_as_of_that_moment(cast, electronic):
    matter = walk(cast, opened(cast), "sealing")
    catch_up(cast)
    assert put_on(cast, matter).status_code == 302
    print_out(cast, matter)
    signed_at = Use.objects.get().at
    expire(cast)
    make(matter, signed_at)
    assert register.sealed_file(matter)
