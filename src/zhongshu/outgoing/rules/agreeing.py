"""What is refused where those who countersign do not agree, and where a consent is wanted (会签、同意)."""

from collections.abc import Collection

from zhongshu.kit.errors import Refused


def check_agreed(opposed: Collection[str], direction: str) -> None:
    """What is not agreed across departments goes no further: downwards by 条例 art. 16 (4), else by art. 20 (3)."""
    if opposed:
        why = (
            "部门之间未协商一致的，不得向下行文（《条例》第十六条）"
            if direction == "down"
            else "涉及其他部门职权范围内的事项，应当充分协商并达成一致意见（《条例》第二十条）"
        )
        raise Refused(f"{'、'.join(opposed)}会签不同意。{why}。请退回核稿环节，由主办单位协商后重新送其会签。")


def check_asked_again(opposed: Collection[str]) -> None:
    """Whoever did not agree is asked once more: their silence is no consent."""
    if opposed:
        raise Refused(f"{'、'.join(opposed)}上次会签不同意，协商后须重新送其会签，请一并选择。", field="countersigners")


def check_words(agrees: bool, opinion: str) -> None:
    """Whoever does not agree says why."""
    if not agrees and not opinion:
        raise Refused("会签不同意的，请写明理由。", field="opinion")


def check_consent(is_wanted: bool, consent: str) -> None:
    """A department asks its superior department about something major with the consent of its own (art. 15 (2))."""
    if is_wanted and not consent:
        raise Refused(
            "部门向上级主管部门请示、报告重大事项，应经本级党委、政府同意或者授权。请填写依据，如会议纪要、批示或者文号。",
            field="consent",
        )
