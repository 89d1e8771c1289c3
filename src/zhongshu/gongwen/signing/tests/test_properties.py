"""What holds for every seal (性质): it passes where it was set, and no byte of the file may be another."""

from hypothesis import given, settings
from hypothesis import strategies as some

from zhongshu.gongwen.signing import certificates, sealing
from zhongshu.gongwen.signing.tests import seals

SIZES = some.floats(10, 60)


@settings(max_examples=120, deadline=None)
@given(count=some.sampled_from([1, 2]), where=some.floats(0, 1, exclude_max=True), byte=some.integers(1, 255))
def test_a_file_with_another_byte_never_passes(count, where, byte):
    pdf = bytearray(seals.sealed(count))
    pdf[int(where * len(pdf))] ^= byte
    assert not seals.verdict(bytes(pdf), count).is_passed


@settings(max_examples=80, deadline=None)
@given(where=some.floats(0, 1, exclude_max=True), byte=some.integers(1, 255))
def test_a_file_with_another_byte_among_those_added_never_passes(where, byte):
    pdf, before = bytearray(seals.sealed()), len(seals.paper().pdf)
    pdf[before + int(where * (len(pdf) - before))] ^= byte
    assert not seals.verdict(bytes(pdf)).is_passed


@settings(max_examples=40, deadline=None)
@given(first=some.floats(0, 1, exclude_max=True), second=some.floats(0, 1))
def test_a_file_with_a_piece_taken_out_never_passes(first, second):
    pdf = seals.sealed()
    start = int(first * len(pdf))
    end = start + 1 + int(second * (len(pdf) - start - 1))
    assert not seals.verdict(pdf[:start] + pdf[end:]).is_passed


@settings(max_examples=12, deadline=None)
@given(
    places=some.lists(
        some.tuples(some.integers(1, 6), some.floats(35, 175), some.floats(35, 260), SIZES, SIZES),
        min_size=1,
        max_size=3,
    ),
    words=some.text(max_size=20),
)
def test_what_is_sealed_passes_with_its_root(places, words):
    seals_of_it = [
        seals.placement(page=page, x=x, y=y, width=width, height=height, name=words)
        for page, x, y, width, height in places
    ]
    made = sealing.seal(seals.paper().pdf, seals_of_it, at=seals.AT, reason=words, place=words)
    found = seals.verdict(made)
    assert found.is_passed and len(found.signatures) == len(places)
    assert {(one.reason, one.place) for one in found.signatures} == {(certificates.printable(words),) * 2}
