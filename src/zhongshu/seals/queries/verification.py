"""What the page of verification says (验证印章): one word in large type, why, and each signature in plain words."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhongshu.gongwen.signing import verifying
from zhongshu.gongwen.signing.certificates import Certificate as Read
from zhongshu.gongwen.signing.verdicts import Signature, Verdict
from zhongshu.seals import rules
from zhongshu.seals.models import Certificate, Impression
from zhongshu.seals.queries import electronic

# What is said in large type, its colour, and what it means for whoever has the file.
TRUSTED = ("可信", "green", "文件是盖章机关发出的原样，盖章后没有改动。")
DEMONSTRATION = ("演示印章", "yellow", "盖章后没有改动，但印章仅供演示，不具有法律效力，不能作为正式公文办理。")
NOT_TRUSTED = ("不可信", "red", "请不要按此文件办理，先向盖章机关核实。")
DATED_BACK = "证书已停用，本系统也没有盖过这个文件。签名时间由盖章的一方自报，不能排除是停用以后倒填时间所签。"
UNDECIDED = ("不能判断", "yellow", "系统无法从文件本身判断真伪，请向盖章机关核实后办理。")


@dataclass(frozen=True, slots=True)
class Told:
    """One signature as it is told (印章和签名情况): rows of (what, value), and its fault or nothing."""

    seal: str
    rows: tuple[tuple[str, str], ...]
    fault: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found of a file (核验结论). word, tone, advice: see TRUSTED; why: the sentence of the verdict."""

    word: str
    tone: str
    advice: str
    why: str
    seals: tuple[Told, ...]
    verdict: Verdict

    @property
    def is_trusted(self) -> bool:
        """Tell whether the file may be acted upon (可信)."""
        return self.word == TRUSTED[0]


def judge(pdf: bytes, at: datetime) -> Judgement:
    """Verify a PDF with the office's own roots and withdrawals (验证印章). Never raises."""
    trust = electronic.trust(at)
    verdict = verifying.verify(pdf, roots=trust.roots, withdrawn=trust.withdrawn, at=at)
    known = _registered(one.certificate for one in verdict.signatures)
    is_logged = bool(known) and _is_logged(pdf)
    told = tuple(_told(one, known.get(one.certificate.fingerprint), is_logged) for one in verdict.signatures)
    why = verdict.sentence.partition("：")[2]
    if verdict.is_passed and not is_logged and any(hasattr(one, "withdrawal") for one in known.values()):
        return Judgement(*UNDECIDED, DATED_BACK, told, verdict)
    return Judgement(*_bottom_line(verdict), why, told, verdict)


def _bottom_line(verdict: Verdict) -> tuple[str, str, str]:
    if verdict.is_passed:
        return DEMONSTRATION if any(one.is_demonstration for one in verdict.signatures) else TRUSTED
    return UNDECIDED if verdict.is_undecided else NOT_TRUSTED


def _is_logged(pdf: bytes) -> bool:
    """Tell whether this system has set the seals of this very file (有用印登记)."""
    return Impression.objects.filter(file__file__digest=hashlib.new("sm3", pdf).hexdigest()).exists()


def _registered(signers: Iterable[Read]) -> dict[str, Certificate]:
    """Return the certificates of seals of this system among these, by fingerprint."""
    asked = [one.fingerprint for one in signers]
    found = Certificate.objects.filter(fingerprint__in=asked).select_related("seal__organ", "withdrawal")
    return {one.fingerprint: one for one in found}


def _told(one: Signature, known: Certificate | None, is_logged: bool) -> Told:
    own = one.certificate
    withdrawal = getattr(known, "withdrawal", None)
    rows = (
        ("签名证书", own.subject),
        ("盖章时间", f"{rules.moment(one.at)}（盖章单位的系统所记）" if one.at else "没有写明"),
        ("登记情况", f"本系统登记的印章，属于{known.seal.organ.name}" if known else "不是本系统登记的印章"),
        ("用印登记", ("有" if is_logged else "没有，本系统没有盖过这个文件") if known else ""),
        ("覆盖范围", _coverage(one)),
        ("证书有效期", f"{rules.moment(own.valid_from)}至{rules.moment(own.valid_to)}"),
        ("证书停用", f"{rules.moment(withdrawal.since)}起停用" if withdrawal else "没有停用"),
        ("颁发者", own.issuer),
        ("颁发者受信任", ("是" if one.is_trusted else "否") if one.is_intact else ""),
        ("证书编号", own.serial),
        ("盖章事由", one.reason),
    )
    return Told(known.seal.name if known else one.name, tuple(row for row in rows if row[1]), one.fault)


def _coverage(one: Signature) -> str:
    """Return what of the file a signature vouches for, and what became of that afterwards (覆盖范围)."""
    if not one.is_intact:
        return "盖章以后，被覆盖的内容有改动"
    if one.is_last:
        return "整个文件"
    return "盖章时的整个文件，其后文件又有变动" if one.fault else "盖章时的整个文件，其后只加盖了其他印章"
