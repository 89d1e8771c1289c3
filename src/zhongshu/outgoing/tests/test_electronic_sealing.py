"""电子用印: what was printed is sealed where the layout left its place, by the worker, in one go."""

import hashlib
from datetime import timedelta

import pytest
from tests.cast import client_of, refused, verbs

from zhongshu.files import queries as files
from zhongshu.gongwen.signing import verifying
from zhongshu.jobs.models import Job
from zhongshu.matters.models import Attachment
from zhongshu.outgoing.actions import impressing, printing
from zhongshu.outgoing.models import Version
from zhongshu.outgoing.tests.writing import NOTICE, opened, seal_of, walk, write
from zhongshu.seals import actions as seals
from zhongshu.seals import queries as register
from zhongshu.seals.models import Certificate, Impression, Use


@pytest.fixture
def electronic(cast):
    """The organ's seal has an electronic one for demonstration."""
    seal = seal_of(cast)
    return seals.try_out(seal.pk, by=cast.supervisor, at=cast.tick())


def sealing(cast, **changed):
    return {"copies": 30, "witness": (cast.holder(cast.office_head),)} | changed


def run(cast, matter):
    """Let the worker do what was enqueued; return when the seal was put on."""
    job = Job.objects.filter(task=impressing.JOB).latest("pk")
    number, at = job.payload["args"]
    assert number == matter.pk
    from zhongshu.outgoing import jobs

    jobs.seal_up.func(number, at)


def read(attachment):
    with files.open_bytes(attachment.file) as file:
        return file.read()


def verdict(cast, pdf):
    trust = register.trust(cast.at)
    return verifying.verify(pdf, roots=trust.roots, withdrawn=trust.withdrawn, at=cast.at)


def test_what_was_printed_is_sealed_and_passes(cast, electronic):
    matter = walk(cast, opened(cast), "closed")
    run(cast, matter)
    (row,) = register.impressions(matter)
    sealed = register.sealed_file(matter)
    assert sealed.name == f"{NOTICE['title']}（盖章件）.pdf"
    assert row.use == Use.objects.get()
    plain = Attachment.objects.get(matter=matter, role="final", name=f"{NOTICE['title']}.pdf")
    assert row.before == hashlib.new("sm3", read(plain)).hexdigest() == plain.file.digest
    found = verdict(cast, read(sealed))
    assert found.is_passed, found.sentence
    assert [one.name for one in found.signatures] == [electronic.name]
    assert verbs(matter)[-1] == "seals.impressed"
    page = client_of(cast.finance_clerk).get(f"/matters/{matter.pk}/").content.decode()
    assert "盖章件" in page
