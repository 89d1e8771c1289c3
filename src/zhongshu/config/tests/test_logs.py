"""What the log says, and what it never says."""

import io
import json
import logging
import logging.config

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from zhongshu.config import logs, watching
from zhongshu.jobs.models import Job
from zhongshu.kit import tracing

NUMBER = "req-12345678"


@pytest.fixture(params=["line", "json"])
def log(request):
    """A logger that writes as the settings say, what it has written, and how."""
    written, made = io.StringIO(), logs.settings(request.param)
    handler = made["handlers"]["stderr"] | {"stream": written}
    logger = {"test": {"handlers": ["stderr"], "propagate": False}}
    configured = made | {"handlers": {"stderr": handler}, "loggers": logger, "root": {}}
    logging.config.dictConfig(configured)
    yield logging.getLogger("test"), written, request.param
    logging.config.dictConfig(logs.settings("line"))


def test_every_line_carries_the_number(log):
    logger, written, kind = log
    with tracing.under(NUMBER):
        logger.warning("作业 %s 失败", 7, extra={"request": "GET /search/?q=秘密"})
    said = written.getvalue()
    assert NUMBER in said and "作业 7 失败" in said and "秘密" not in said
    if kind == "json":
        line = json.loads(said)
        assert set(line) == {"time", "level", "logger", "request", "message"}


def test_an_error_says_where_and_not_what(log):
    logger, written, kind = log
    try:
        try:
            raise ValueError("关于某某同志的处理意见")
        except ValueError as error:
            raise DatabaseError("DETAIL: Key (title)=(绝密标题)") from error
    except DatabaseError:
        logger.exception("写入失败")
    said = written.getvalue()
    assert "DatabaseError" in said and "ValueError" in said and "test_logs.py" in said
    assert "绝密标题" not in said and "处理意见" not in said
    if kind == "json":
        assert "DatabaseError" in json.loads(said)["error"]


@pytest.mark.django_db
def test_the_number_goes_from_the_header_to_the_answer_and_to_the_jobs(cast):
    client = cast.client(cast.sysadmin)
    answer = client.post(reverse("reindexing"), headers={"X-Request-ID": NUMBER})
    assert answer.headers["X-Request-ID"] == NUMBER
    assert Job.objects.get(request=NUMBER)
    other = client.get(reverse("administration"), headers={"X-Request-ID": "坏 号"})
    assert len(other.headers["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_error_pages_name_the_number(cast, monkeypatch):
    client = Client(raise_request_exception=False, headers={"X-Request-ID": NUMBER})
    monkeypatch.setattr("zhongshu.portal.views.door.page", lambda *_, **__: 1 / 0)
    failed = client.get(reverse("sign_in"))
    assert (failed.status_code, f"请提供编号 {NUMBER}" in failed.content.decode()) == (500, True)
    refused = cast.client(cast.registrar).get(reverse("administration"), headers={"X-Request-ID": NUMBER})
    assert (refused.status_code, f"请提供编号 {NUMBER}" in refused.content.decode()) == (403, True)


@pytest.mark.django_db
def test_a_slow_request_is_one_line_without_what_was_asked(cast, monkeypatch, caplog):
    monkeypatch.setattr(watching, "SLOW", -1.0)
    cast.client(cast.registrar).get(reverse("search") + "?q=绝密来文")
    line = next(record.getMessage() for record in caplog.records if record.name == watching.__name__)
    assert "GET search 200" in line
    assert "绝密" not in line
