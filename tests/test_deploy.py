"""What stands in deploy/ and docs/deployment.md agrees with the program (部署文件)."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from tests import calls

from zhongshu.config import cli
from zhongshu.files import rules

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs/deployment.md").read_text("utf-8")
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictSUIDSGID": "yes",
    "CapabilityBoundingSet": "",
    "User": "zhongshu",
    "UMask": "0077",
}


def unit(name):
    parsed = configparser.ConfigParser(interpolation=None, strict=False)
    parsed.optionxform = str
    parsed.read(DEPLOY / name, "utf-8")
    return parsed


@pytest.mark.parametrize("name", ["zhongshu-web.service", "zhongshu-worker.service"])
def test_a_unit_is_hardened_and_starts_what_there_is(name, tmp_path):
    service = dict(unit(name)["Service"])
    assert {key: service.get(key) for key in HARDENED} == HARDENED
    program, *arguments = service["ExecStart"].split()
    assert program == "/opt/zhongshu/bin/zhongshu"
    cli._parser().parse_args(arguments)
    assert service["ReadWritePaths"].split()[0] == "/var/lib/zhongshu"
    if analyze := shutil.which("systemd-analyze"):
        copy = tmp_path / name
        copy.write_text((DEPLOY / name).read_text("utf-8").replace(program, "/bin/true"), "utf-8")
        done = subprocess.run([analyze, "verify", copy], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def statements(text):
    """Return nginx's statements by name and the depth at the end, in the plainest reading of its grammar."""
    bare = re.sub(r"(?m)^\s*#.*$", "", text)
    depth, found = 0, []
    for part, end in re.findall(r"([^;{}]*)([;{}])", bare):
        words = part.split()
        assert end == "}" or words, part
        if words:
            found.append((depth, words[0], words[1:]))
        depth += {"{": 1, "}": -1, ";": 0}[end]
    return found, depth


def test_the_proxy_agrees_with_the_program():
    found, depth = statements((DEPLOY / "nginx.conf").read_text("utf-8"))
    shared, level = statements((DEPLOY / "zhongshu-proxy.conf").read_text("utf-8"))
    assert (depth, level) == (0, 0)
    said = {name: words for _, name, words in [*found, *shared]}
    assert int(said["client_max_body_size"][0].rstrip("m")) << 20 == settings.MAX_REQUEST_BYTES
    assert int(said["client_body_buffer_size"][0].rstrip("m")) << 20 >= rules.CHUNK
    assert said["proxy_request_buffering"] == ["on"]
    headers = {words[0]: words[1] for _, name, words in shared if name == "proxy_set_header"}
    # One address, the one that the proxy itself saw; whatever the client claims is not passed on.
    assert headers["X-Forwarded-For"] == "$remote_addr"
    assert {"Host", "X-Forwarded-Proto", "X-Request-ID"} <= set(headers)
    assert {level for level, name, _ in found if name in ("log_format", "limit_req_zone", "upstream")} == {0}
    assert "max-age=31536000" in " ".join(said["add_header"])


def test_every_setting_is_explained():
    sources = [path for path in calls.PACKAGE.rglob("*.py") if "tests" not in path.parts]
    named = {
        word for path in sources for word in re.findall(r"""["'](ZHONGSHU_[A-Z0-9_]+)["']""", path.read_text("utf-8"))
    }
    code = {word for word in named if not word.startswith("ZHONGSHU_OIDC")}
    guide = set(re.findall(r"ZHONGSHU_[A-Z0-9_]+", GUIDE))
    assert code - guide == set()
    example = set(re.findall(r"^#?(ZHONGSHU_\w+)=", (DEPLOY / "environment.example").read_text("utf-8"), re.MULTILINE))
    assert example <= named


def test_every_command_of_the_guide_is_understood():
    commands = re.findall(r"(?:^ +|`|/bin/)zhongshu ([a-z]+)(?=[\s`])", GUIDE, re.MULTILINE)
    known = set(cli._parser()._subparsers._group_actions[0].choices)
    assert len(commands) > 10
    assert set(commands) <= known


def test_the_script_speaks_plain_shell():
    assert subprocess.run(["sh", "-n", DEPLOY / "install.sh"], check=False).returncode == 0
    if dash := shutil.which("dash"):
        assert subprocess.run([dash, "-n", DEPLOY / "install.sh"], check=False).returncode == 0
