"""The console script (命令行): names, options and exit codes of `zhongshu`; what each does stands in `commands`.

Exit codes: 0 done, 1 refused or something found wrong, 2 the command line was not understood. Django is
imported inside the subcommand alone, so that `zhongshu --help` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from zhongshu.config import gongwen

Run = Callable[[argparse.Namespace], int]


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or "用法：")


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Formatter, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示帮助")

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.format_usage()}命令写法不对。输入 {self.prog} --help 查看说明。\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand (执行一个命令) and return the exit code."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")
    from zhongshu.kit.errors import Refused

    try:
        return options.run(options)
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
    except BrokenPipeError:  # whoever reads along has had enough, as `head` does: that needs no words
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        _explain(error)
    return 1


def _explain(error: Exception) -> None:
    """Name a failure of the disk or the database in Chinese; let every other error show where it happened."""
    from django.db import DatabaseError

    if isinstance(error, OSError) and error.filename:
        print(f"不能读写 {error.filename}。请确认该位置存在、有权限、磁盘有空间。", file=sys.stderr)
        return
    if not isinstance(error, DatabaseError):
        raise error
    print(
        "数据库无法使用。请确认数据库已启动、已运行 zhongshu migrate，再运行 zhongshu doctor 查看原因。",
        file=sys.stderr,
    )
    print(str(error).strip(), file=sys.stderr)


def _runner(module: str, function: str) -> Run:
    """Return a function that imports its module when it is called and not before."""

    def run(options: argparse.Namespace) -> int:
        if module != "restore":  # it has no data folder, and thus no settings, before it is done
            import django

            django.setup()
        return getattr(import_module(f"zhongshu.config.{module}"), function)(options)

    return run


def _alone(module: str, function: str = "run") -> Run:
    """Return a function that works on official documents without Django, a database or settings; given its options."""

    def run(options: argparse.Namespace) -> int:
        given = {name: value for name, value in vars(options).items() if name != "run"}
        status: int = getattr(import_module(f"zhongshu.gongwen.{module}"), function)(**given)
        return status

    return run


def _parser() -> _Parser:
    parser = _Parser(prog="zhongshu", description="中枢：办公室的办文、办会、办事与督查系统")
    commands = _verbs_of(parser)

    def command(name: str, text: str, module: str = "commands") -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=_runner(module, name))
        return added

    serve = command("serve", "启动网页服务和后台作业", "server")
    serve.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1", metavar="地址")
    serve.add_argument("--port", type=int, default=8000, help="监听端口，默认 8000", metavar="端口")
    serve.add_argument("--workers", type=int, default=2, help="网页进程数，默认 2", metavar="个数")
    serve.add_argument("--no-worker", action="store_true", help="不启动后台作业进程")
    command("worker", "单独运行后台作业")
    command("migrate", "建立或升级数据库")
    init = command("init", "建立机关和三员账号")
    init.add_argument("--organ", help="机关全称；不写则逐项询问", metavar="名称")
    init.add_argument("--short-name", help="机关简称", metavar="简称")
    init.add_argument("--number-code", help="机关代字", metavar="代字")
    init.add_argument("--code", help="机关编码", metavar="编码")
    command("verify", "核验留痕是否完整")
    _backups(commands)
    restore = command("restore", "把备份恢复到一个空目录并核验", "restore")
    restore.add_argument("source", help="备份目录，或者加密备份的文件", metavar="备份")
    restore.add_argument("--to", required=True, help="恢复到的数据目录，须为空", metavar="目录")
    restore.add_argument("--identity", help="存放私钥的文件，恢复加密备份时需要", metavar="文件")
    move = command("move", "把数据从 SQLite 迁移到 PostgreSQL 并核验", "move")
    move.add_argument("--to", required=True, help="空的 PostgreSQL 数据库的地址", metavar="地址")
    command("doctor", "检查运行环境", "doctor")
    fonts = command("fonts", "安装打印用的字库，列出已有的", "fonts")
    fonts.add_argument("--from", dest="source", help="软件包所在的目录；不写则用本机的软件源下载", metavar="目录")
    gongwen.add(commands, _verbs_of, _alone)
    _organisation(commands)
    _exchange(commands)
    _verification(commands)
    _trials(command)
    return parser


def _verbs_of(parser: argparse.ArgumentParser) -> Any:
    """Let a command have commands of its own."""
    return parser.add_subparsers(
        title="可用命令", metavar="命令", required=True, parser_class=_Parser, prog=parser.prog
    )


def _backups(commands: Any) -> None:
    """Add what makes and proves backups."""
    text = "备份数据库和文件，核对备份"
    backups = commands.add_parser("backup", help=text, description=text)
    verbs = _verbs_of(backups)

    def verb(name: str, text: str, module: str, function: str = "") -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text)
        added.set_defaults(run=_runner(module, function or name))
        return added

    verb("run", "立即作一份加密备份", "vault")
    verb("keygen", "生成备份用的公钥和私钥", "backup")
    check = verb("check", "核对一份备份；给出私钥时作恢复演练", "vault")
    check.add_argument("file", help="加密备份的文件，或者备份目录", metavar="备份")
    check.add_argument("--identity", help="存放私钥的文件", metavar="文件")
    copy = verb("copy", "不加密备份到一个目录，可反复使用", "backup")
    copy.add_argument("folder", help="备份目录", metavar="目录")
    copy.add_argument("--with-keys", action="store_true", help="同时备份密钥（须与备份分开保管）")


def _verification(commands: Any) -> None:
    """Add what verifies seals with the roots of this office."""
    text = "验证印章，导入和列出受信任的证书"
    seals = commands.add_parser("seals", help=text, description=text)
    verbs = _verbs_of(seals)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
        added.set_defaults(run=_runner("sealed", name))
        return added

    verify = verb("verify", "验证 PDF 文件上的电子印章，可信时退出码为 0，演示印章不算")
    verify.add_argument("file", help="PDF 文件", metavar="文件")
    verify.add_argument("--json", dest="as_json", action="store_true", help="输出一行 JSON")
    trust = verb("trust", "导入受信任的证书")
    trust.add_argument("file", help="证书文件，扩展名为 pem、crt 或 cer", metavar="文件")
    trust.add_argument("--note", help="来源说明", metavar="文字")
    verb("trusted", "列出受信任的证书")


def _organisation(commands: Any) -> None:
    """Add what takes the whole organisation in and out, and checks the file of its security log."""
    text = "导入、导出机构人员，核对安全日志文件"
    organisation = commands.add_parser("org", help=text, description=text)
    verbs = _verbs_of(organisation)

    def verb(name: str, text: str, function: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
        added.add_argument("file", help="文件", metavar="文件")
        added.set_defaults(run=_runner("organisation", function))
        return added

    import_ = verb("import", "从工作簿导入机构人员，全部正确才导入", "take_in")
    import_.add_argument("--check", action="store_true", help="只检查，不导入")
    import_.add_argument("--end-absent", action="store_true", help="终止工作簿中未列出的内容")
    export = verb("export", "把现有机构人员写成工作簿", "put_out")
    export.add_argument("--empty", action="store_true", help="只写空白模板")
    verb("check-log", "核对导出的安全日志文件是否被改动", "check_log")


def _exchange(commands: Any) -> None:
    """Add what takes in packages from other systems."""
    text = "导入系统外机关送来的交换包"
    exchange = commands.add_parser("exchange", help=text, description=text)
    verbs = _verbs_of(exchange)
    import_ = verbs.add_parser("import", help="核验并导入交换包，公文、回执都可以", description=text)
    import_.add_argument("files", nargs="+", help="交换包，可写多个", metavar="文件")
    import_.add_argument("--organ", help="收件机关的编码，只有一个机关时不用写", metavar="编码")
    import_.set_defaults(run=_runner("exchanging", "take_in"))


def _trials(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add what is for trying the system out: demonstration and bench."""
    demo = command("demo", "在空数据库中装入演示数据", "demo.command")
    demo.add_argument("--seed", type=int, default=1, help="随机种子，同一种子数据相同，默认 1", metavar="数字")
    demo.add_argument("--people", type=int, default=300, help="人数，默认 300，至少 60", metavar="人数")
    demo.add_argument("--year", action="store_true", help="装入一整年的事项，约需十分钟")
    demo.add_argument("--matters", type=int, help="事项数，默认 320，一整年的默认 5000", metavar="件数")
    demo.add_argument("--if-empty", action="store_true", help="数据库里已有机关时不做任何事")
    _bench(command("bench", "测量常用页面、办理动作、并发访问和统计的耗时", "bench.run"))


def _bench(bench: argparse.ArgumentParser) -> None:
    """Add what the bench may be told."""
    bench.add_argument("--tasks", type=int, default=1_000_000, help="任务条数，默认 1000000", metavar="条数")
    bench.add_argument("--people", type=int, default=5_000, help="人数，默认 5000", metavar="人数")
    bench.add_argument("--runs", type=int, default=200, help="每个操作测量的次数，默认 200；0 不测", metavar="次数")
    bench.add_argument("--texts", type=int, default=100_000, help="检索的篇数，默认 100000；0 不测", metavar="篇数")
    bench.add_argument("--clients", default="1,8,32", help="并发数，默认 1,8,32；空则不测", metavar="个数")
    bench.add_argument("--seconds", type=float, default=10, help="每档并发测量的秒数，默认 10", metavar="秒数")
    bench.add_argument(
        "--figures", type=int, default=500_000, help="统计的任务条数，默认 500000；0 不测", metavar="条数"
    )
    bench.add_argument(
        "--documents", type=int, default=100_000, help="发文登记簿的件数，默认 100000；0 不测", metavar="件数"
    )
    bench.add_argument("--papers", type=int, default=50, help="排版、检查、比对的次数，默认 50；0 不测", metavar="次数")
    bench.add_argument("--hosts", type=int, default=0, help="只测量多机，几台主机（需要 root 权限）", metavar="台数")
    server = bench.add_mutually_exclusive_group()
    server.add_argument("--database", default="", help="PostgreSQL 服务器地址；不写则用 SQLite", metavar="地址")
    server.add_argument("--postgresql", action="store_true", help="临时启动一个 PostgreSQL 来测量")
    bench.add_argument("--json", action="store_true", help="以 JSON 格式输出")


if __name__ == "__main__":
    sys.exit(main())
