"""What verification finds (核验结果): a verdict on the file, and what each of its signatures says and is worth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from zhongshu.gongwen.signing.certificates import Certificate
from zhongshu.gongwen.signing.demonstration import NOTICE


class Outcome(StrEnum):
    """What became of the verification (核验结论)."""

    PASSED = "passed"
    FAILED = "failed"
    UNSIGNED = "unsigned"

    @property
    def words(self) -> str:
        """The outcome in Chinese."""
        return {"passed": "通过", "failed": "不通过", "unsigned": "未签名"}[self.value]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature (签名): who, when and where by its own account, and what the verification found.

    is_intact: nothing that it covers was changed, and it was made with the key of its certificate. is_last: it covers
    the whole file; after any other there came nothing but further signatures, or `fault` says so. is_trusted: its
    certificate leads to a trusted one. bottom_line: what the library makes of it in all. chain: its certificate
    first. fault: empty, or a sentence saying why it does not hold. is_unknown: it is in order but for that nobody who
    is trusted vouches for its certificate.
    """

    name: str
    at: datetime | None
    reason: str
    place: str
    is_intact: bool
    is_last: bool
    is_trusted: bool
    bottom_line: bool
    chain: tuple[Certificate, ...]
    fault: str
    is_unknown: bool = False

    @property
    def certificate(self) -> Certificate:
        """The certificate of whoever signed."""
        return self.chain[0]

    @property
    def is_demonstration(self) -> bool:
        """Tell whether it was made for demonstration (演示签名)."""
        return any(one.is_demonstration for one in self.chain)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a file (核验结论), in one sentence for people.

    is_undecided: nothing speaks against the file, it only cannot be told here whether it is what it seems (不能判断).
    """

    outcome: Outcome
    sentence: str
    signatures: tuple[Signature, ...] = ()
    is_undecided: bool = False

    @property
    def is_passed(self) -> bool:
        """Tell whether the file is as it was signed, by certificates that are trusted (核验通过)."""
        return self.outcome is Outcome.PASSED


UNSIGNED = Verdict(Outcome.UNSIGNED, "未签名：文件没有电子签名，无法判断是否被改动。", is_undecided=True)
ENCRYPTED = Verdict(Outcome.FAILED, "不通过：文件已加密，不能核验。", is_undecided=True)
FOREIGN = Verdict(
    Outcome.FAILED,
    "不通过：文件的签名方式本系统不能核验（如国密SM2）。请用盖章机关指定的软件核验，或者向盖章机关核实。",
    is_undecided=True,
)


def failed(reason: str, signatures: Sequence[Signature] = ()) -> Verdict:
    """Return the verdict on a file that did not pass (不通过)."""
    return Verdict(Outcome.FAILED, f"不通过：{reason}{_notice(signatures)}", tuple(signatures))


def over(signatures: Sequence[Signature]) -> Verdict:
    """Return the verdict that follows from the signatures of a file, the last of which covers all of it."""
    faulty = sorted((one for one in signatures if one.fault), key=lambda one: one.is_unknown)
    if faulty:
        bad = faulty[0]
        whose = f"第{signatures.index(bad) + 1}个签名（{bad.certificate.subject}）" if len(signatures) > 1 else ""
        return replace(failed(f"{whose}{bad.fault}", signatures), is_undecided=bad.is_unknown)
    count = "签名有效" if len(signatures) == 1 else f"{len(signatures)}个签名均有效"
    sentence = f"通过：{count}，文件自签名后没有改动。{_notice(signatures)}"
    return Verdict(Outcome.PASSED, sentence, tuple(signatures))


def _notice(signatures: Sequence[Signature]) -> str:
    return f"使用的是演示证书，{NOTICE}。" if any(one.is_demonstration for one in signatures) else ""
