"""The bench over a small office: it must still plant, ask, act and serve after every change of the tables."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from tests.installation import environment_of, run

from zhongshu.config import cli
from zhongshu.config.bench import hosts

SMALL = (
    "--tasks", "20000", "--people", "1000", "--runs", "5", "--texts", "300", "--figures", "2000", "--papers", "2",
    "--documents", "400",
)  # fmt: skip
PAGES = {"desk", "matter", "register", "search", "step"}


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request):
    return request.getfixturevalue("postgresql_server") if request.param == "postgresql" else ""


def found(var, *options):
    code, said = run(environment_of(var), "bench", "--json", *options)
    assert code == 0, said
    return json.loads(said[said.index("{\n") : said.rindex("}") + 1])


def check_point(point, clients):
    assert point["clients"] == clients
    assert point["requests"] > 0 < point["per_second"]
    assert 0 < point["p50_ms"] <= point["p95_ms"]
    assert set(point["pages"]) == PAGES
    assert point["missing"] == 0
    assert point["processor_s"] > 0
    assert {"clients", "others"} < set(point["busy"])


def test_every_operation_is_timed_beside_bare_sql(server, tmp_path):
    result = found(tmp_path, *SMALL, "--clients", "1,2", "--seconds", "3", "--database", server)
    assert result["database"] == ("postgresql" if server else "sqlite")
    for size, tasks in ((result, 20000), (result["tenth"], 2000)):
        assert size["tasks"] == tasks
        assert set(size["operations"]) == {"desk", "matter", "step", "open"}
        assert all(timing["cpu_ms"] > 0 < timing["wall_ratio"] for timing in size["operations"].values())
        assert size["server"]["start_s"] > 0 < size["server"]["private_mb"]
        for point, clients in zip(size["load"], (1, 2), strict=True):
            check_point(point, clients)
            assert not point["failed"]
            assert ("database" in point["busy"]) == bool(server)
        assert sum(point["steps"] for point in size["load"]) > 0
    assert set(result["search"]["pages"]) >= {f"2_rare_{who}" for who in ("little", "all")}
    assert result["search"]["texts"] == 300
    assert all(one["p50_ms"] > 0 for one in result["search"]["pages"].values())
    assert result["search"]["bytes_per_text"]["tokens"] > 0
    assert result["figures"]["tasks_person"]["counted"] == 2000
    assert result["figures"]["tasks_unit"]["groups"] == 100
    assert result["sending"]["receivers"] == 500
    assert result["sending"]["job_s"] > 0 < result["sending"]["pages"]["first_1"]["cpu_ms"]
    assert result["papers"]["pages"] == 4
    assert set(result["papers"]["jobs"]) == {"pdf", "ofd", "docx", "check", "compare", "preview"}
    assert all(one["first_ms"] > 0 < one["cpu_ms"] for one in result["papers"]["jobs"].values())
    assert all(one["seconds"] >= 0 <= one["grown_mb"] for one in result["figures"].values())


def test_what_is_not_asked_for_is_not_measured_and_the_rest_is_a_table(tmp_path):
    nothing = ("--runs", "0", "--texts", "0", "--clients", "", "--documents", "0")
    code, said = run(environment_of(tmp_path), "bench", "--postgresql", *SMALL, *nothing)
    assert code == 0, said
    assert "postgresql，20,000 个任务，1,000 人" in said
    assert "任务按人员" in said
    assert "公文（4页）" in said
    assert "并发" not in said
    assert "检索" not in said


def test_clients_that_are_no_numbers_are_refused(capsys):
    assert cli.main(["bench", "--clients", "1,x"]) == 1
    assert capsys.readouterr().err == (
        "并发数写法不对。请写成用逗号隔开的整数，例如 --clients 1,8,32，每个不超过1000。\n"
    )


def may_make_networks():
    made = subprocess.run(["unshare", "--net", "true"], check=False, stderr=subprocess.DEVNULL)
    return os.geteuid() == 0 and made.returncode == 0


def test_a_host_that_is_killed_takes_with_it_what_was_on_its_way_alone(tmp_path):
    """Where networks of one's own may be made; elsewhere it is refused in a sentence and leaves nothing behind."""
    asked = ("--hosts", "2", "--tasks", "2000", "--people", "100", "--clients", "4", "--seconds", "4")
    if may_make_networks():
        result = found(tmp_path, *asked)
        for name in ("one", "all", "killed"):
            check_point(result[name], 4)
        assert not result["one"]["failed"]
        assert not result["all"]["failed"]
        assert set(result["killed"]["failed"]) <= {"lost"}
        assert result["killed"]["failed"].get("lost", 0) <= 4
        assert result["killed"]["by_second"][-1] > 0
    else:
        code, said = run(environment_of(tmp_path), "bench", *asked)
        assert code == 1
        assert "独立的网络" in said
    assert not list(Path("/run").glob("netns/zhongshu-*"))


@pytest.mark.parametrize(
    ("changed", "count", "sentence"),
    [
        ({}, 1, "多机测量的主机数应为2至8。"),
        ({"geteuid": lambda: 1000}, 2, "需要管理员（root）权限"),
    ],
)
def test_several_hosts_are_refused_in_a_sentence(changed, count, sentence, capsys, monkeypatch):
    for name, value in changed.items():
        monkeypatch.setattr(hosts.os, name, value)
    assert cli.main(["bench", "--hosts", str(count)]) == 1
    assert sentence in capsys.readouterr().err
