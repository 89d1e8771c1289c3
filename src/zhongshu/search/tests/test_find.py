"""Finding: as if every text were read from end to end, and only among what may be seen. On both databases."""

import random
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import DataError, connection, transaction
from django.utils import timezone

from zhongshu.search import actions, queries
from zhongshu.search.models import Entry, EntryNumber, EntryPerson, Pending
from zhongshu.search.queries import finding
from zhongshu.search.rules import Content, Filters, Part, dialects, text

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SIGNS = "关于做好年春季开学工作的通知县政府办公室〔〕（）2026号15，。、 \nGDPab%_'\"*^:-()"
pytestmark = pytest.mark.django_db


@transaction.atomic
def put(subject, body="", title="", **changed):
    """Index a text; tests let the rows of Pending stand for what may be seen."""
    parts = (Part("正文", body),) if body else ()
    known = {"kind": "letter", "unit": None, "at": AT, "title": title, "parts": parts}
    actions.put(subject, Content(**known | changed))
    Pending.objects.update_or_create(subject=subject, defaults={"at": timezone.now()})


def found(query, seen=None, **asked):
    visible = Pending.objects.all() if seen is None else Pending.objects.filter(subject__in=seen)
    return [hit.subject for hit in queries.find(query, visible=visible, size=100, **asked).hits]


def said(hit):
    return ["".join(f"[{piece}]" if is_mark else piece for piece, is_mark in one.pieces) for one in hit.passages]


def hit_of(query, **asked):
    return queries.find(query, visible=Pending.objects.all(), **asked).hits[0]


def random_texts(picked, count):
    return ["".join(picked.choices(SIGNS, k=picked.randint(1, 60))) for _ in range(count)]


def random_query(picked, texts):
    """A piece of one of the texts, or signs that may stand in none."""
    if picked.random() < 0.3:
        return "".join(picked.choices(SIGNS, k=picked.randint(1, 5)))
    words = picked.choice(texts)
    start = picked.randrange(len(words))
    return words[start : start + picked.randint(1, 8)]


def test_a_search_equals_reading_every_text_of_what_may_be_seen(monkeypatch):
    picked = random.Random(3)
    texts = random_texts(picked, 60)
    for subject, body in enumerate(texts, 1):
        put(subject, body)
    plain = {subject: text.normalise(body).lower() for subject, body in enumerate(texts, 1)}
    for _ in range(1000):
        # Each way of looking is tried: few candidates, few that may be seen, walking from the newest.
        monkeypatch.setattr(finding, "RARE", picked.choice([2, 1000]))
        monkeypatch.setattr(finding, "HANDFUL", picked.choice([2, 100]))
        seen = picked.sample(range(1, 61), picked.choice([0, 5, 60]))
        own = picked.choice([lambda limit: None, lambda limit, seen=seen: seen])
        query = random_query(picked, texts)
        words = text.words(query)
        expected = [one for one in sorted(seen, reverse=True) if words and all(word in plain[one] for word in words)]
        assert found(query, seen, few=own) == expected, query


@pytest.mark.parametrize("best", [False, True])
def test_what_may_not_be_seen_is_never_counted(best):
    for subject in range(1, 301):
        put(subject, "开学工作" * (subject % 7 + 1), numbers=(f"清政发〔2026〕{subject % 5}号",), people={7: "张三"})
    picked = random.Random(5)
    for query in ("开学", "工作开", "〔2026〕3", "zhangsan"):
        seen = picked.sample(range(1, 301), picked.choice([1, 30, 99, 250]))
        fits = {"工作开": lambda one: one % 7, "〔2026〕3": lambda one: one % 5 == 3}.get(query, bool)
        fitting = list(filter(fits, seen))
        answer = queries.find(query, visible=Pending.objects.filter(subject__in=seen), best=best, size=100)
        assert {hit.subject for hit in answer.hits} <= set(seen)
        assert (answer.count, answer.has_more) == (min(len(fitting), 100), len(fitting) > 100)


def test_nothing_may_be_seen():
    put(1, "开学工作")
    assert found("开学", []) == []
    assert queries.find("开学", visible=Pending.objects.none()).count == 0


@pytest.mark.parametrize(
    "query",
    ["", " ", "，。", "%", "_", "*", "\"", "'", "AND", "a OR b", "NEAR(", "^", "-", "(", "\\", "\0", "\ud800", "😀",
     "§kind", "開", "x" * 9000, "工 " * 3000, "工作 AND 开学", "开学*", '"开学', "{grams}:开学", "工作%", "开_学"],
)  # fmt: skip
def test_whatever_is_typed_is_taken_as_it_stands(query):
    put(1, "开学工作的通知")
    words = text.words(query)
    assert found(query) == ([1] if words and all(word in "开学工作的通知" for word in words) else [])


def test_one_character_is_found_wherever_it_stands():
    put(1, "通知")
    put(2, "知道")
    put(3, "报告")
    assert (found("知"), found("告"), found("道"), found("请")) == ([2, 1], [3], [2], [])


def test_breaks_blanks_brackets_and_widths_do_not_matter():
    put(1, "清政办\n发［２０２６］ 15号，关于 做好\n春耕 的通知。ＧＤＰ增长5%")
    for query in ("清政办发〔2026〕15号", "清政办发(2026)15号", "关于做好春耕", "gdp增长", "Gdp", "ＧＤＰ", "5%"):
        assert found(query) == [1], query
    assert found("关于 通知") == [1]
    assert found("关于 请示") == []


def test_rare_characters_are_characters():
    put(1, "𫖯仰之间，𬱖")
    assert (found("𫖯"), found("𫖯仰"), found("仰之间"), found("𬱖"), found("𫖯之")) == ([1], [1], [1], [1], [])


# --- numbers and names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["〔2026〕15号", "〔2026〕15", "[2026]15号", "(2026) 015", "（２０２６）第15号", "2026-15", "2026 15号",
     "国办发〔2026〕15号", "国办发[2026]15", "国办发2026 15号", "国办发 2026年15号", " 国办发〔2026〕15 "],
)  # fmt: skip
def test_a_number_is_found_in_any_writing_and_stands_first(query):
    put(1, "", numbers=("国办发〔2026〕15号",))
    put(2, "按照国办发〔2026〕15号文件要求，2026 15号 2026-15")
    put(3, "", numbers=("国办发〔2026〕1号", "国办发〔2025〕15号"))
    assert found(query)[0] == 1
    assert 3 not in found(query)


def test_a_name_is_found_by_its_pinyin_and_its_initials():
    put(1, "有关人员：覃勇", people={4: "覃勇"})
    put(2, "qy是一个缩写")
    assert found("qinyong") == found("tanyong") == [1]
    assert found("qy") == [1, 2]
    assert found("覃勇") == [1]
    assert found("qinyo") == []


# --- filters and order -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rare", [1, 1000])
def test_filters_narrow_every_way_of_looking(monkeypatch, rare):
    monkeypatch.setattr(finding, "RARE", rare)
    put(1, "开学", kind="letter", unit=3, people={8: "张三"})
    put(2, "开学", kind="report", unit=3, at=AT.replace(year=2025))
    put(3, "开学", kind="letter", unit=4, people={8: "张三", 9: "李四"})
    for few in (lambda limit: None, lambda limit: [1, 2, 3]):
        assert found("开学", few=few, filters=Filters(kind="letter")) == [3, 1]
        assert found("开学", few=few, filters=Filters(unit=3)) == [2, 1]
        assert found("开学", few=few, filters=Filters(person=9)) == [3]
        assert found("开学", few=few, filters=Filters(year=2025)) == [2]
        assert found("zhangsan", few=few, filters=Filters(unit=4)) == [3]
        assert found("", few=few, filters=Filters(unit=3, kind="letter")) == [1]
        assert found("开学", few=few, filters=Filters(kind="nothing")) == []


def test_the_best_has_the_words_in_its_title_and_then_most_often():
    put(1, "开学开学开学", title="通知")
    put(2, "开学", title="开学的通知")
    put(3, "开学", title="通知")
    assert found("开学") == [3, 2, 1]
    assert found("开学", best=True) == [2, 1, 3]


def test_the_first_hundred_in_pages():
    for subject in range(1, 106):
        put(subject, "开学")
    answer = queries.find("开学", visible=Pending.objects.all(), start=80, size=20)
    assert [hit.subject for hit in answer.hits] == list(range(25, 5, -1))
    assert (answer.count, answer.has_more) == (100, True)


# --- what is shown -----------------------------------------------------------------------------------------------


def test_a_passage_shows_where_the_words_stand():
    parts = (Part("批示", "同意，请抓紧。"), Part("附件", "一、" + "前" * 50 + "加快(春耕)进度" + "后" * 90, 12))
    put(1, title="关于春耕的通知", parts=parts)
    hit = hit_of("春耕")
    assert hit.title == [("关于", False), ("春耕", True), ("的通知", False)]
    (passage,) = hit.passages
    assert (passage.label, passage.attachment) == ("附件", 12)
    assert said(hit)[0].startswith("…前")
    assert "加快（[春耕]）进度" in said(hit)[0]
    assert said(hit)[0].endswith("后…")
    assert said(hit_of("同意 进度")) == ["[同意]，请抓紧。", "…" + "前" * 24 + "加快（春耕）[进度]" + "后" * 68 + "…"]


def test_what_stands_in_the_title_alone_has_no_passage():
    put(1, "正文", title="关于〔2026〕春 耕的通知")
    hit = hit_of("春耕")
    assert (hit.passages, hit.title[1]) == ([], ("春 耕", True))
    assert hit_of("[2026]").title[1] == ("2026", True)


# --- keeping -----------------------------------------------------------------------------------------------------


def test_an_entry_is_replaced_and_taken_out_without_a_trace():
    put(1, "开学工作", people={4: "覃勇"}, numbers=("清政发〔2026〕1号",))
    put(1, "春耕进度")
    assert (found("开学"), found("qy"), found("〔2026〕1"), found("春耕")) == ([], [], [], [1])
    with transaction.atomic():
        actions.forget(1)
    actions.scrub()
    assert found("春耕") == []
    assert not any(model.objects.exists() for model in (Entry, EntryNumber, EntryPerson))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM search_grams_data")
            assert not any("春耕".encode() in bytes(block) for (block,) in cursor.fetchall())


def test_what_changes_while_it_is_indexed_is_indexed_again():
    indexed = []

    def index(subject):
        actions.take_up(subject)
        indexed.append(subject)
        if len(indexed) == 2:
            actions.mark(1, at=AT)

    with transaction.atomic():
        actions.mark(1, at=AT)
        actions.mark(1, at=AT)
        actions.mark(2, at=AT)
    assert actions.drain(index) == 3
    assert (indexed, Pending.objects.count()) == ([1, 2, 1], 0)


@pytest.mark.parametrize("error", [ValueError, DataError])
def test_what_fails_holds_up_nothing_else(error):
    def index(subject):
        actions.take_up(subject)
        if subject == 1:
            raise error("broken")

    with transaction.atomic():
        for subject in (1, 2, 3):
            actions.mark(subject, at=AT)
    with pytest.raises(error, match="broken"):
        actions.drain(index)
    assert list(Pending.objects.values_list("subject", flat=True)) == [1]


@pytest.mark.parametrize(
    ("query", "sqlite", "postgresql"), [("开学", 3, 6), ("〔2026〕1", 3, 5), ("zhangsan", 4, 6), ("，。", 0, 0)]
)
def test_the_number_of_questions_is_fixed(django_assert_num_queries, query, sqlite, postgresql):
    for subject in range(1, 40):
        put(subject, "开学工作", numbers=("清政发〔2026〕1号",), people={7: "张三"})
    # PostgreSQL looks into the newest blocks first, and here they do not fill the list.
    with django_assert_num_queries(postgresql if dialects.is_postgresql() else sqlite):
        found(query)


def test_every_two_characters_are_a_token():
    words = text.normalise("关于Ab的“通知”")
    assert {a + b for a, b in pairwise(words.lower())} | set(words.lower()) == text.grams(words)
