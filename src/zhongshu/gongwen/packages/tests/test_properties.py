"""What holds for every package (性质): it comes out as it went in, and no byte of it may be another."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from zhongshu.gongwen.packages import faults, metadata, packing
from zhongshu.gongwen.packages.model import COPY, MAIN, Delivery, Document, File, Party
from zhongshu.gongwen.packages.tests import parcels

WORDS = some.text(min_size=1, max_size=40).filter(lambda text: text.strip() and metadata.is_writable(text))
SEVERAL = some.lists(WORDS, max_size=4).map(tuple)
DAYS = some.none() | some.dates()
UIDS = some.uuids().map(lambda one: one.hex)
DOCUMENTS = some.builds(
    Document,
    label=some.sampled_from(["public", "internal"]),
    issuers=some.lists(WORDS, min_size=1, max_size=3).map(tuple),
    title=WORDS,
    genre=some.sampled_from(["notice", "letter", "other"]),
    recipients=SEVERAL,
    attachments=SEVERAL,
    copied_to=SEVERAL,
    dated=DAYS,
    note=WORDS | some.just(""),
    pages=some.integers(0, 999),
)
DELIVERIES = some.builds(
    Delivery,
    uid=UIDS,
    receiver=some.builds(Party, name=WORDS),
    manner=some.sampled_from([MAIN, COPY]),
    copies=some.integers(0, 10**6),
)
FILES = some.lists(
    some.builds(File, name=WORDS, role=some.sampled_from(["text", "attachment"]), content=some.binary(max_size=99)),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(
    document=DOCUMENTS,
    deliveries=some.lists(DELIVERIES, min_size=1, max_size=3).map(tuple),
    uid=UIDS,
    files=FILES,
)
def test_what_is_packed_comes_out(document, deliveries, uid, files):
    dispatch = replace(parcels.DISPATCH, document=document, deliveries=deliveries)
    manifest = replace(parcels.LETTER, uid=uid, dispatch=dispatch)
    given_files = [parcels.FILES[0], *files]
    opened = parcels.opened(packing.pack(manifest, given_files, credential=parcels.credential()))
    assert replace(opened.manifest, files=()) == manifest
    assert list(opened.contents.values()) == [one.content for one in given_files]


@settings(max_examples=300, deadline=None)
@given(where=some.floats(0, 1, exclude_max=True), byte=some.integers(1, 255))
def test_a_package_with_another_byte_is_never_taken(where, byte):
    content = bytearray(parcels.packed())
    content[int(where * len(content))] ^= byte
    with pytest.raises(faults.BadPackage):
        parcels.opened(bytes(content))


@settings(max_examples=100, deadline=None)
@given(first=some.floats(0, 1, exclude_max=True), second=some.floats(0, 1))
def test_a_package_with_a_piece_taken_out_is_never_taken(first, second):
    content = parcels.packed()
    start = int(first * len(content))
    end = start + 1 + int(second * (len(content) - start - 1))
    with pytest.raises(faults.BadPackage):
        parcels.opened(content[:start] + content[end:])


@settings(max_examples=200, deadline=None)
@given(content=some.binary(max_size=400))
def test_noise_is_refused_with_a_sentence(content):
    for noise in (content, b"PK\3\4" + content):
        with pytest.raises(faults.BadPackage):
            parcels.opened(noise)
