"""The bench over a small office: it must still plant, ask and act after every change of the tables."""

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bench.sqlite3'}"
    return request.getfixturevalue("empty_database")


def test_every_operation_is_timed_beside_bare_sql(url, tmp_path):
    environment = {**os.environ, "ZHONGSHU_VAR": str(tmp_path), "DATABASE_URL": url}
    command = [sys.executable, "-m", "zhongshu.config.bench.child", "2000", "200", "10", "300"]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, timeout=120)
    found = json.loads(done.stdout)
    assert (found["tasks"], found["people"]) == (2000, 200)
    assert set(found["operations"]) == {"desk", "matter", "step", "open"}
    for timing in found["operations"].values():
        assert timing["cpu_ms"] > 0
        assert timing["wall_ratio"] > 0
    assert set(found["search"]["pages"]) >= {f"2_rare_{who}" for who in ("little", "all")}
    assert found["search"]["texts"] == 300
    assert all(one["p50_ms"] > 0 for one in found["search"]["pages"].values())
    assert found["search"]["bytes_per_text"]["tokens"] > 0
    assert found["server"]["start_s"] > 0
    assert found["server"]["private_mb"] > 0
