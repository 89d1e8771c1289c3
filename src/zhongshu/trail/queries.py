"""Reading the trail: the acts of a stream and their sentences, the proof that nothing was changed, the export."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter

from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from zhongshu.trail import rules
from zhongshu.trail.models import Checkpoint, Entry, Head

SEALED = ("stream", "seq", "verb", "by", "on_behalf_of", "at", "detail", "digest")
CHUNK = 400
# A CROSS JOIN keeps SQLite from walking all entries to find a few.
STANDING = """
    WITH sealed (stream, seq) AS (VALUES {places})
    SELECT entry.stream, entry.seq, entry.digest FROM sealed CROSS JOIN trail_entry entry
    WHERE entry.stream = sealed.stream AND entry.seq = sealed.seq
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the record (一处异常).

    `kind` is `changed` (an entry), `gap` (entries between others are missing), `missing` (the head of a stream),
    `tail` (the last entries are missing, or the head disagrees with them) or `checkpoint`.
    """

    stream: str
    seq: int
    kind: str
    sentence: str


def entries(stream: str) -> QuerySet[Entry]:
    """Return the acts of a stream (留痕) in their order."""
    return Entry.objects.filter(stream=stream).order_by("seq")


@cache
def _phrases() -> dict[str, str]:
    return {verb: phrase for app in apps.get_app_configs() for verb, phrase in getattr(app, "verbs", {}).items()}


@cache
def _nouns() -> dict[str, str]:
    return {prefix: noun for app in apps.get_app_configs() for prefix, noun in getattr(app, "streams", {}).items()}


def alarm() -> Entry | None:
    """Return the last alarm of the daily verification (留痕异常), or None when nothing was ever found wrong."""
    return Entry.objects.filter(stream="settings", verb="trail.findings_noted").order_by("-seq").first()


def sentence(verb: str) -> str:
    """Return the Chinese phrase of a verb (`trail.checkpointed` → 生成留痕校验点), from the `verbs` of its app."""
    return _phrases().get(verb, "其他操作")


def stream_name(stream: str) -> str:
    """Return a stream as people read it (`matter:7` → 事项 7), from the `streams` of the app that writes it."""
    prefix, _, key = stream.partition(":")
    return f"{_nouns().get(prefix, prefix)} {key}".strip()


def missing_guards() -> list[str]:
    """Return one sentence for each guarded table that could be changed unnoticed by the database (缺少防改动保护)."""
    expected = rules.guards(connection.vendor)
    standing = _standing_guards()
    bare = dict.fromkeys(table for table, name, statement in expected if standing.get(name) != statement)
    return [
        f"数据库中的{rules.GUARDED[table]}没有防改动保护，请在服务器上运行“zhongshu migrate”重新安装。"
        for table in bare
    ]


def _standing_guards() -> dict[str, str]:
    """Return the statements of the guards in force, by trigger name; on PostgreSQL a disabled one does not count."""
    if connection.vendor != "postgresql":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = """
            SELECT tgname, regexp_replace(pg_get_triggerdef(t.oid), ' ON \\S+\\.(\\w+) FOR', ' ON \\1 FOR')
            FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE tgenabled IN ('O', 'A') AND prosrc = %s
        """
    with connection.cursor() as cursor:
        cursor.execute(query, [rules.POSTGRESQL_BODY] if connection.vendor == "postgresql" else None)
        return dict(cursor.fetchall())


def verify(since: Checkpoint | None = None) -> Iterator[Finding]:
    """Name everything that does not stand as it was sealed (核验留痕): of all time, or after the checkpoint `since`.

    Reads in the order of stream and number, in constant memory, so millions of entries pass. A finding is final:
    each part is one statement, so acts going on meanwhile raise no alarm.
    """
    yield from _wrong_entries(since)
    yield from _wrong_heads()
    yield from _wrong_checkpoints(since)


def _wrong_entries(since: Checkpoint | None) -> Iterator[Finding]:
    rows = Entry.objects.filter(id__gt=since.upto) if since else Entry.objects.all()
    ordered = rows.order_by("stream", "seq").values_list(*SEALED).iterator(chunk_size=2000)
    for stream, acts in groupby(ordered, key=itemgetter(0)):
        last, previous = None, ""
        for _, seq, verb, by, on_behalf_of, at, detail, digest in acts:
            if last is None:
                last, previous = _before(stream, seq)
            if seq != last + 1:
                yield _gap(stream, last + 1, seq - 1)
            elif digest != rules.seal(previous, stream, seq, verb, by, on_behalf_of, rules.instant(at), detail):
                yield _finding(stream, seq, "changed", f"第 {seq} 条（{sentence(verb)}）被改动过，与封存时不一致。")
            last, previous = seq, digest


def _before(stream: str, seq: int) -> tuple[int, str]:
    """Return number and digest of what stands before an entry, or where every stream begins."""
    if seq == 1:
        return 0, rules.FIRST
    earlier = Entry.objects.filter(stream=stream, seq__lt=seq).order_by("-seq").values_list("seq", "digest")
    return earlier.first() or (0, rules.FIRST)


def _wrong_heads() -> Iterator[Finding]:
    at_head = Entry.objects.filter(stream=OuterRef("stream"), seq=OuterRef("seq"), digest=OuterRef("digest"))
    beyond = Entry.objects.filter(stream=OuterRef("stream"), seq__gt=OuterRef("seq"))
    for head in Head.objects.exclude(Exists(at_head)).order_by("stream").iterator():
        last = Entry.objects.filter(stream=head.stream).order_by("-seq").values_list("seq", flat=True).first() or 0
        if last < head.seq:
            yield _finding(head.stream, last + 1, "tail", f"末尾缺失：{_span(last + 1, head.seq)}不见了。")
        else:
            yield _finding(head.stream, head.seq, "tail", f"第 {head.seq} 条与链头登记的校验值不一致。")
    for head in Head.objects.filter(Exists(beyond)).order_by("stream").iterator():
        yield _finding(head.stream, head.seq, "tail", f"链头被改回第 {head.seq} 条，其后还有记录。")
    headless = Entry.objects.exclude(Exists(Head.objects.filter(stream=OuterRef("stream"))))
    for stream in headless.order_by("stream").values_list("stream", flat=True).distinct().iterator():
        yield _finding(stream, 0, "missing", "链头登记不见了。")


def _wrong_checkpoints(since: Checkpoint | None) -> Iterator[Finding]:
    previous, count = since.digest if since else rules.FIRST, 0
    for checkpoint in Checkpoint.objects.filter(id__gt=since.id if since else 0).order_by("id").iterator(chunk_size=1):
        count += 1
        if checkpoint.digest != rules.seal(previous, rules.instant(checkpoint.at), checkpoint.upto, checkpoint.heads):
            yield _finding(
                "settings", 0, "checkpoint", f"{_clock(checkpoint)}的校验点被改动过，或其前一个校验点不见了。"
            )
        previous = checkpoint.digest
        yield from _unlike(checkpoint)
    taken = Entry.objects.filter(
        stream="settings", verb="trail.checkpointed", id__gt=since.upto if since else 0
    ).count()
    if taken > count:
        yield _finding("settings", 0, "checkpoint", f"应有 {taken} 个校验点，只找到 {count} 个。")


def _unlike(checkpoint: Checkpoint) -> Iterator[Finding]:
    """Name the heads under the checkpoint whose entries are gone or no longer carry the same digest."""
    heads = [(stream, seq, digest) for stream, (seq, digest) in json.loads(checkpoint.heads).items()]
    for start in range(0, len(heads), CHUNK):
        chunk = heads[start : start + CHUNK]
        with connection.cursor() as cursor:
            cursor.execute(
                STANDING.format(places=",".join(["(%s, %s)"] * len(chunk))),
                [value for stream, seq, _ in chunk for value in (stream, seq)],
            )
            standing = set(cursor.fetchall())
        for stream, seq, _ in [head for head in chunk if head not in standing]:
            text = f"{_clock(checkpoint)}的校验点封存了第 {seq} 条，现在这一条不见了或已被改动。"
            yield _finding(stream, seq, "checkpoint", text)


def export_checkpoint(checkpoint: Checkpoint) -> str:
    """Return a checkpoint as text to be printed or written once (导出校验点): what is sealed, line by line."""
    heads = json.loads(checkpoint.heads)
    lines = [
        "中枢留痕校验点",
        f"生成时间：{_clock(checkpoint)}",
        f"覆盖至记录：{checkpoint.upto}",
        f"封存链数：{len(heads)}",
        f"校验值（HMAC-SM3）：{checkpoint.digest}",
        "",
        "链\t条数\t末条校验值",
        *(f"{stream}\t{seq}\t{digest}" for stream, (seq, digest) in heads.items()),
    ]
    return "\n".join(lines) + "\n"


def _finding(stream: str, seq: int, kind: str, text: str) -> Finding:
    return Finding(stream, seq, kind, f"{stream_name(stream)}的留痕：{text}")


def _gap(stream: str, first: int, last: int) -> Finding:
    return _finding(stream, first, "gap", f"{_span(first, last)}不见了。")


def _span(first: int, last: int) -> str:
    return f"第 {first} 条" if first == last else f"第 {first} 条至第 {last} 条"


def _clock(checkpoint: Checkpoint) -> str:
    return timezone.localtime(checkpoint.at).strftime("%Y年%-m月%-d日 %H:%M:%S")
