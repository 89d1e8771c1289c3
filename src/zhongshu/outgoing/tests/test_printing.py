"""印制: the files of a document are made once, by the worker, from what was numbered."""

import io

import pytest
from tests.cast import client_of, verbs

from zhongshu.files import queries as files
from zhongshu.gongwen.read import reading
from zhongshu.jobs.models import Job
from zhongshu.matters.models import Attachment
from zhongshu.outgoing.actions import printing
from zhongshu.outgoing.tests.writing import NOTICE, give_back, opened, walk, write


@pytest.fixture
def printed(cast):
    """A document that was printed and sealed, and waits to be sent."""
    return walk(cast, opened(cast), "dispatch")


def made(matter):
    return list(Attachment.objects.filter(matter=matter, role="final").select_related("file").order_by("name"))


def test_the_act_leaves_a_job_and_the_job_both_files(cast, printed):
    job = Job.objects.get(task=printing.JOB)
    assert job.payload["args"][:2] == [printed.pk, cast.registrar.pk]
    printing.lay_down(printed.pk, by=cast.registrar, at=cast.at)
    assert [one.name for one in made(printed)] == [f"{NOTICE['title']}.ofd", f"{NOTICE['title']}.pdf"]
    assert verbs(printed)[-2:] == ["matters.attached", "matters.attached"]
    for one in made(printed):
        with files.open_bytes(one.file) as file:
            found = reading.read(io.BytesIO(file.read()), one.name)
        assert found.fields["doc_number"].value == "清政发〔2026〕1号"
        assert found.fields["title"].value == NOTICE["title"]
    page = client_of(cast.finance_clerk).get(f"/matters/{printed.pk}/").content.decode()
    assert "正式文件" in page


def test_done_again_it_adds_nothing(cast, printed):
    for _ in range(2):
        printing.lay_down(printed.pk, by=cast.registrar, at=cast.at)
    assert len(made(printed)) == 2


def returned(cast, matter):
    give_back(cast, matter, "dispatch", "drafting", by=cast.registrar)
    write(cast, matter, body=(*NOTICE["body"], "三、没有人签过的话。"))


def test_a_late_worker_does_not_print_what_nobody_has_signed(cast, printed):
    returned(cast, printed)
    printing.lay_down(printed.pk, by=cast.registrar, at=cast.tick())
    assert not made(printed)


def test_nor_where_the_text_is_changed_while_it_works(cast, printed, monkeypatch):
    real = printing.writing.write

    def slow(draft, suffix, **how):
        if suffix == ".pdf":
            returned(cast, printed)
        return real(draft, suffix, **how)

    monkeypatch.setattr(printing.writing, "write", slow)
    printing.lay_down(printed.pk, by=cast.registrar, at=cast.tick())
    assert not made(printed)
