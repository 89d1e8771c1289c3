"""Verifying (核验): what was sealed passes, and whatever was done to it since does not."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers

from zhongshu.gongwen.signing import certificates, sealing, verifying
from zhongshu.gongwen.signing.tests import seals
from zhongshu.gongwen.signing.verdicts import Outcome

DEMONSTRATION = "使用的是演示证书，仅供演示，不具有法律效力。"
VALUE = re.compile(rb"/Contents <([0-9A-F]+)>")


def flipped(pdf, place, bit=0):
    return pdf[:place] + bytes([pdf[place] ^ 1 << bit]) + pdf[place + 1 :]


def appended(pdf, change):
    """Return a file with one more revision, in which something was changed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def fails(pdf, words="", count=1, **changes):
    found = seals.verdict(pdf, count, **changes)
    assert (found.outcome, found.is_passed) == (Outcome.FAILED, False)
    assert found.sentence.startswith("不通过：") and words in found.sentence
    return found


# --- what passes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("archival", [False, True])
def test_what_was_sealed_passes(archival):
    found = seals.verdict(seals.sealed(1, archival))
    assert found.sentence == f"通过：签名有效，文件自签名后没有改动。{DEMONSTRATION}"
    (one,) = found.signatures
    assert (one.name, one.at, one.fault) == ("清溪县人民政府办公室（演示）", seals.AT, "")
    assert one.is_intact and one.is_last and one.is_trusted and one.bottom_line and one.is_demonstration
    assert [above.subject for above in one.chain] == ["清溪县人民政府办公室（演示）", "演示签名机构"]
    assert one.chain == (certificates.read(seals.credential().der), *seals.roots())


@pytest.mark.parametrize("count", [2, 9])
def test_seals_of_several_organs_pass_together(count):
    found = seals.verdict(seals.sealed(count), count)
    assert found.sentence == f"通过：{count}个签名均有效，文件自签名后没有改动。{DEMONSTRATION}"
    assert [one.is_last for one in found.signatures] == [False] * (count - 1) + [True]
    assert all(one.is_intact and one.bottom_line for one in found.signatures)


def test_a_certificate_of_somebodys_own_passes_when_it_is_trusted_itself():
    own = certificates.open_credential(seals.certificate_file(), seals.PASSWORD, seals.AT)
    made = sealing.seal(seals.paper().pdf, [seals.placement(credential=own)], at=seals.AT)
    assert "不具有法律效力" not in seals.verdict(made, roots=[own]).sentence
    assert seals.verdict(made, roots=[own]).is_passed


def test_a_chain_of_three_passes_by_either_authority():
    own = seals.issued()
    assert [one.subject for one in own.chain] == ["发证机构", "根"]
    made = sealing.seal(seals.paper().pdf, [seals.placement(credential=own)], at=seals.AT)
    for root, chain in ((own.chain[1], ["清溪县", "发证机构", "根"]), (own.chain[0], ["清溪县", "发证机构"])):
        found = seals.verdict(made, roots=[root])
        assert found.sentence == "通过：签名有效，文件自签名后没有改动。"
        assert [one.subject for one in found.signatures[0].chain] == chain
    fails(made, "签名证书不受信任（颁发者：发证机构）", roots=seals.roots())
    fails(made, "请把最上级的证书指定为受信任", roots=[own])


def test_no_byte_of_a_certificate_that_comes_along_may_be_another():
    own = seals.issued()
    made = sealing.seal(seals.paper().pdf, [seals.placement(credential=own)], at=seals.AT)
    start = made.index(own.chain[0].der.hex().upper().encode())
    for place in range(start, start + 2 * len(own.chain[0].der), 7):
        digit = b"0123456789ABCDEF"[int(made[place : place + 1], 16) ^ 1]
        fails(made[:place] + bytes([digit]) + made[place + 1 :], roots=[own.chain[0]])


def test_a_seal_outlives_its_certificate():
    late = seals.AT + timedelta(days=5000)
    assert seals.verdict(seals.sealed(), at=late).is_passed


# --- what nobody signed, or nobody who is known -------------------------------------------------------------------


def test_an_unsigned_file_is_named_as_such():
    found = seals.verdict(seals.paper().pdf)
    assert (found.outcome.words, found.is_passed, found.signatures) == ("未签名", False, ())
    assert found.sentence.startswith("未签名：")


def test_whoever_is_not_trusted_does_not_pass():
    for roots in ((), seals.credential("清溪县水利局").chain):
        (one,) = fails(seals.sealed(), "签名证书不受信任（颁发者：演示签名机构）", roots=roots).signatures
        assert one.is_intact and not one.is_trusted and not one.bottom_line
        assert fails(seals.sealed(), roots=roots).sentence.endswith(DEMONSTRATION)


def test_one_of_several_who_is_not_trusted_is_named():
    fails(seals.sealed(2), "第2个签名（第2机关（演示））签名证书不受信任", 2, roots=seals.roots(2)[:1])


def test_a_certificate_outside_of_its_days_does_not_pass(monkeypatch):
    monkeypatch.setattr(sealing, "_check", lambda *given: None)
    longer = replace(
        seals.credential(), valid_from=seals.AT - timedelta(days=9), valid_to=seals.AT + timedelta(days=999)
    )
    early, late = seals.AT - timedelta(days=1), seals.AT + timedelta(days=366)
    for at, words in ((early, "尚未生效（2026年11月21日起有效）"), (late, "已过期（2027年11月21日到期）")):
        made = sealing.seal(seals.paper().pdf, [seals.placement(credential=longer)], at=at)
        fails(made, f"签名时证书{words}", at=late)


def test_a_signature_of_tomorrow_does_not_pass():
    fails(seals.sealed(), "签名时间晚于现在", at=seals.AT - timedelta(hours=1))
    assert seals.verdict(seals.sealed(), at=seals.AT - timedelta(minutes=4)).is_passed


def test_a_certificate_that_was_stolen_holds_for_what_was_sealed_before():
    fingerprint = seals.credential().fingerprint
    before, after = seals.AT - timedelta(days=1), seals.AT + timedelta(hours=1)
    fails(seals.sealed(), "证书已于2026年11月20日停用", withdrawn={fingerprint: before})
    assert seals.verdict(seals.sealed(), withdrawn={fingerprint: after}).is_passed


# --- what was done to the bytes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0, 0.001, 0.2, 0.4, 0.6, 0.65, 0.7, 0.8, 0.9, 0.95, 0.999])
@pytest.mark.parametrize("count", [1, 2])
def test_one_changed_byte_does_not_pass(share, count):
    pdf = seals.sealed(count)
    fails(flipped(pdf, int(len(pdf) * share)), count=count)


def test_no_letter_of_the_value_may_be_written_otherwise():
    pdf = seals.sealed()
    start, end = VALUE.search(pdf).span(1)
    letter = next(place for place in range(start, end) if pdf[place : place + 1].isalpha())
    for place in (start - 1, end, letter, end - 1, end - 200):
        for bit in range(8):
            fails(flipped(pdf, place, bit))
    small = pdf[:start] + pdf[start:end].lower() + pdf[end:]
    assert seals.verdict(small).is_passed, "as other makers write it"


def test_no_bit_around_the_signed_part_of_the_value_may_be_another():
    pdf = seals.sealed()
    start = VALUE.search(pdf).start(1)
    info = pdf.index(b"3082", start + 2 * 700)
    for place in (*range(start, start + 90), *range(info, info + 20)):
        for digit in {b"0123456789ABCDEF"[int(pdf[place : place + 1], 16) ^ 1 << bit] for bit in range(4)}:
            fails(pdf[:place] + bytes([digit]) + pdf[place + 1 :])


@pytest.mark.parametrize("lost", [1, 2, 7, 100, 2000, 20_000, 60_000])
def test_a_file_cut_short_does_not_pass(lost):
    assert not seals.verdict(seals.sealed()[:-lost]).is_passed


@pytest.mark.parametrize("more", [b"\n", b"\x00", b"%", b"% more\n%%EOF\n"])
def test_a_file_with_something_behind_or_before_does_not_pass(more):
    fails(seals.sealed() + more)
    fails(more + seals.sealed())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-", b"%PDF-1.7\n%%EOF", b"%PDF-1.7 " * 9000])
def test_what_is_no_pdf_does_not_pass(content):
    assert "已损坏" in fails(content).sentence


def test_an_encrypted_file_does_not_pass():
    writer = pypdf.PdfWriter(io.BytesIO(seals.sealed()))
    writer.encrypt("x", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    fails(target.getvalue(), "已加密")


# --- what was done after signing ----------------------------------------------------------------------------------


def added_page(writer):
    page = generic.DictionaryObject({generic.pdf_name("/Type"): generic.pdf_name("/Page")})
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
    page["/MediaBox"], page["/Resources"] = box, generic.DictionaryObject()
    writer.insert_page(page)


def added_words(writer):
    words = generic.StreamObject(stream_data=b"0 0 600 850 re f")
    writer.add_stream_to_page(0, writer.add_object(words))


def renamed(writer):
    writer.root["/Lang"] = generic.pdf_string("en")
    writer.update_root()


def removed(writer):
    field = writer.root["/AcroForm"]["/Fields"][-1]
    del field["/V"]
    writer.update_container(field)


def dropped(writer):
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject()
    writer.update_container(form)


def covered(writer):
    note = {"/Type": "/Annot", "/Subtype": "/Square"}
    annotation = generic.DictionaryObject({generic.pdf_name(key): generic.pdf_name(one) for key, one in note.items()})
    annotation["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(annotation))


@pytest.mark.parametrize("change", [added_page, added_words, renamed, removed, dropped, covered])
@pytest.mark.parametrize("count", [1, 2])
def test_a_change_after_signing_does_not_pass(change, count):
    fails(appended(seals.sealed(count), change), count=count)


def test_a_changed_page_written_anew_is_no_signed_file():
    writer = pypdf.PdfWriter(io.BytesIO(seals.sealed()))
    writer.pages[0].rotate(180)
    target = io.BytesIO()
    writer.write(target)
    fails(target.getvalue())


def test_the_last_of_two_signatures_cannot_be_cut_off():
    pdf = seals.sealed(2)
    first = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    end = int(first.byte_range[2] + first.byte_range[3])
    fails(pdf[:end], "缺少应有的签名", 2)


def test_with_every_signature_cut_off_it_is_the_unsigned_file():
    assert seals.verdict(seals.sealed()[: len(seals.paper().pdf)]).outcome is Outcome.UNSIGNED


def test_a_signature_from_another_file_does_not_pass():
    other = sealing.seal(seals.paper(archival=True).pdf, [seals.placement()], at=seals.AT)
    pdf = seals.sealed()
    (theirs,), (start, end) = VALUE.findall(other), VALUE.search(pdf).span(1)
    value = theirs[: end - start].ljust(end - start, b"0")
    (one,) = fails(pdf[:start] + value + pdf[end:], "签名之后文件内容被改动").signatures
    assert not one.is_intact


class Forger(signers.PdfSigner):
    """Whoever signs a day later, and asks neither whether he may nor whether anything has changed."""

    def _enforce_certification_constraints(self, reader):
        pass

    def init_signing_session(self, *given, **options):
        session = super().init_signing_session(*given, **options)
        session.system_time = seals.LATER
        return session


def signed_again(pdf, change=None, box=None, name="more"):
    """Return a file that somebody who is trusted as well has signed once more, with or without a change."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if change:
        change(writer)
    meta = signers.PdfSignatureMetadata(field_name=name, subfilter=fields.SigSeedSubFilter.PADES)
    signer = sealing._signer(seals.credential())
    return Forger(meta, signer, new_field_spec=fields.SigFieldSpec(name, box=box)).sign_pdf(writer).getvalue()


@pytest.mark.parametrize("box", [None, (50, 50, 500, 800)])
@pytest.mark.parametrize("change", [None, added_words])
@pytest.mark.parametrize("count", [1, 2])
def test_a_further_signature_after_the_last_does_not_pass(count, change, box):
    made = signed_again(seals.sealed(count), change, box)
    fails(made, count=count, roots=(*seals.roots(count), *seals.roots()))


def test_signatures_that_lock_nothing_may_follow_each_other_but_changes_may_not_come_between():
    once = signed_again(seals.paper().pdf)
    assert seals.verdict(once).is_passed
    assert seals.verdict(signed_again(once, name="other")).is_passed
    fails(
        signed_again(once, added_words, name="other"), "第1个签名（清溪县人民政府办公室（演示））签名之后文件又有改动"
    )


def test_a_file_made_to_confuse_has_not_passed(monkeypatch):
    def deep(*given, **options):
        raise RecursionError

    monkeypatch.setattr(verifying, "_verify", deep)
    fails(seals.sealed(), "不能识读")
