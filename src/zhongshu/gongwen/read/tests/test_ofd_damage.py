"""Random damage to a good OFD package: it is read or refused with a sentence, and nothing else ever happens."""

import io
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.papers import eye
from tests.papers import ofd as papers

from zhongshu.gongwen.read import ofd
from zhongshu.gongwen.read.model import Paper, Unreadable
from zhongshu.gongwen.read.ofd import preview

PARTS = papers.parts(
    papers.LETTER,
    template=[(28, 20, 5, "底稿")],
    annotations={0: papers.text_object(50, 150, 8, "内部资料")},
    images={"a.png": eye.scan()},
    fonts={"a.ttf": papers.font({"one": "公", "two": "文"})},
    extra={
        0: papers.glyphs("\ue001\ue002", papers.change("1 2", CodePosition=0, CodeCount=2)),
        1: papers.image_object((0, 0, 210, 297)),
    },
    resources='<ofd:DrawParam ID="30" LineWidth="2"/><ofd:ColorSpace ID="7" Type="CMYK"/>',
    attachments=["名单.xlsx"],
    seal=papers.signed_value(eye.scan()),
)
WHOLE = papers.pack(PARTS)

slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
flips = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=12)


def endure(data: bytes) -> None:
    with suppress(Unreadable):
        paper = ofd.read(io.BytesIO(data), recogniser=eye.Eye())
        assert isinstance(paper, Paper)
        for number in range(min(len(paper.pages), 3)):
            assert preview.draw(io.BytesIO(data), number).endswith("</svg>")


def flipped(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    hurt = bytearray(data)
    for at, value in changes:
        if hurt:
            hurt[at % len(hurt)] = value
    return bytes(hurt)


def test_the_package_is_good():
    assert ofd.read(io.BytesIO(WHOLE), recogniser=eye.Eye()).pages[0].lines


@slow
@given(flips)
def test_bytes_of_the_package(changes):
    endure(flipped(WHOLE, changes))


@slow
@given(st.sampled_from(sorted(PARTS)), flips)
def test_bytes_of_a_part(name, changes):
    endure(papers.pack({**PARTS, name: flipped(PARTS[name], changes)}))


@slow
@given(st.sets(st.sampled_from(sorted(PARTS)), min_size=1))
def test_parts_that_are_missing(missing):
    endure(papers.pack({name: part for name, part in PARTS.items() if name not in missing}))


@slow
@given(st.sampled_from(sorted(PARTS)), st.sampled_from(sorted(PARTS)))
def test_one_part_in_the_place_of_another(name, other):
    endure(papers.pack({**PARTS, name: PARTS[other]}))


@slow
@given(st.integers(0, len(WHOLE)))
def test_the_end_is_missing(length):
    endure(WHOLE[:length])
