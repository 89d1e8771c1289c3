"""Several hosts of one office (多机): each in a network of its own, one PostgreSQL beside them, and one killed.

Linux' network namespaces are the machines: a middle one with the database and the clients, and one for each host, tied
to it by a cable (veth). Addresses stand inside these networks alone; nothing is opened to where the machine stands.
Each host has one web process, so that a machine with few processors shows what a second host is worth.

`python -m zhongshu.config.bench.hosts PLAN` is what runs in the middle.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from zhongshu.config.bench import databases, processes
from zhongshu.kit.errors import Refused

MOST = 8
NETWORK, MIDDLE, HOST = "10.77.0.0/24", "10.77.0.1", "10.77.0.{}"


class NotAllowed(Refused):
    """Networks of one's own cannot be made here (不能建立网络命名空间)."""


def compare(hosts: int, tasks: int, people: int, clients: int, seconds: float) -> dict[str, Any]:
    """Measure one host, all of them, and all with one killed in the middle (多机比较). Raises NotAllowed."""
    _check(hosts)
    plan: dict[str, Any] = {"tasks": tasks, "people": people, "clients": clients, "seconds": seconds}
    with (
        networks(hosts) as (middle, outer),
        databases.postgresql(middle, MIDDLE, NETWORK) as server,
        tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as folder,
    ):
        plan |= {"server": server, "folder": folder, "hosts": outer}
        command = [*middle, sys.executable, "-m", "zhongshu.config.bench.hosts", json.dumps(plan)]
        environment = {**os.environ, "ZHONGSHU_VAR": folder}
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _check(hosts: int) -> None:
    if not 2 <= hosts <= MOST:
        raise NotAllowed(f"多机测量的主机数应为2至{MOST}。")
    if os.geteuid() != 0:
        raise NotAllowed("多机测量要建立几个独立的网络，需要管理员（root）权限。请用 root 运行，或者去掉 --hosts。")
    if not (shutil.which("ip") and shutil.which("setpriv")):
        raise NotAllowed("没有找到 ip、setpriv 命令，不能作多机测量。请安装 iproute2 和 util-linux。")


@contextmanager
def networks(hosts: int) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Make the networks; yield the commands that enter the middle one and each host's, and take them down again."""
    names = [f"zhongshu-{os.getpid()}-{number}" for number in range(hosts + 1)]
    with ExitStack() as stack:
        for name in names:
            _ip("netns", "add", name)
            stack.callback(_ip, "netns", "del", name)
        _wire(*names)
        middle, *outer = [[shutil.which("ip") or "ip", "netns", "exec", name] for name in names]
        yield middle, outer


def _wire(middle: str, *outer: str) -> None:
    """Tie each host to a switch in the middle."""
    _ip("-n", middle, "link", "set", "lo", "up")
    _ip("-n", middle, "link", "add", "switch", "type", "bridge")
    _ip("-n", middle, "address", "add", f"{MIDDLE}/24", "dev", "switch")
    _ip("-n", middle, "link", "set", "switch", "up")
    for number, name in enumerate(outer):
        cable, address = f"cable{number}", HOST.format(number + 11)
        _ip("-n", middle, "link", "add", cable, "type", "veth", "peer", "name", "cable", "netns", name)
        _ip("-n", middle, "link", "set", cable, "master", "switch", "up")
        _ip("-n", name, "address", "add", f"{address}/24", "dev", "cable")
        for device in ("lo", "cable"):
            _ip("-n", name, "link", "set", device, "up")


def _ip(*words: str) -> None:
    done = subprocess.run([shutil.which("ip") or "ip", *words], capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise NotAllowed(f"本机不允许建立独立的网络，不能作多机测量：{done.stderr.strip()}")


# --- in the middle ---------------------------------------------------------------------------------------


def main(plan: dict[str, Any]) -> None:
    """Plant a database, start the hosts, measure, and print what was found as JSON."""
    with databases.fresh(plan["server"], "") as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "zhongshu.config.settings"}
        import django

        django.setup()
        from zhongshu.config.bench import child, planting

        child.lay()
        planting.plant(plan["tasks"], plan["people"])
        found = _measured(plan)
        from django.db import connection

        connection.close()
    print(json.dumps({"tasks": plan["tasks"], "people": plan["people"], "hosts": len(plan["hosts"])} | found))


def _measured(plan: dict[str, Any]) -> dict[str, Any]:
    from zhongshu.config.bench import load

    asked = load.prepare(plan["people"], ()) | {"clients": plan["clients"], "seconds": plan["seconds"]}
    with ExitStack() as stack:
        servers = [
            stack.enter_context(_host(number, inside, Path(plan["folder"])))
            for number, inside in enumerate(plan["hosts"])
        ]
        trees = {f"host{number}": server.pid for number, server in enumerate(servers, 1)}
        every = [(server.host, server.port) for server in servers]
        load.warm(asked | {"hosts": every})
        shares = [asked | {"steps": asked["steps"][part::3]} for part in range(3)]
        surviving = {name: pid for name, pid in trees.items() if pid != servers[-1].pid}
        end = threading.Timer(plan["seconds"] / 2, processes.kill, [servers[-1].pid])
        return {
            "one": load.point(shares[0] | {"hosts": every[:1]}, {"host1": trees["host1"]}),
            "all": load.point(shares[1] | {"hosts": every}, trees),
            "killed": load.point(shares[2] | {"hosts": every}, surviving, meanwhile=end.start),
        }


@contextmanager
def _host(number: int, inside: Sequence[str], folder: Path) -> Iterator[processes.Server]:
    """Start a host with a disk of its own and the secrets of all."""
    address, var = HOST.format(number + 11), folder / f"host{number}"
    shutil.copytree(folder / "secrets", var / "secrets")
    environment = {"ZHONGSHU_VAR": str(var), "ZHONGSHU_HOSTS": address}
    with processes.serving(address, workers=1, inside=inside, environment=environment) as server:
        yield server


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
