"""The enumerations of official documents (法定用语) as (key, Chinese), in the order in which they are offered."""

Terms = tuple[tuple[str, str], ...]

# 紧急程度 of paper documents: two grades only (条例 art. 9 (3)).
URGENCY: Terms = (("none", "平件"), ("urgent", "加急"), ("extra_urgent", "特急"))

# 电报等级: four grades (条例 art. 9 (3)).
TELEGRAM_GRADES: Terms = (("flash", "特提"), ("extra_urgent", "特急"), ("urgent", "加急"), ("routine", "平急"))

# What may be kept in a system that is not classified. 工作秘密 is no state secret (保密法 2024 art. 64).
LABELS: Terms = (("public", "公开"), ("internal", "内部"), ("work_secret", "工作秘密"))

# 密级 of state secrets: never stored here, only recognised and named on a paper card (保密法 2024 art. 14).
SECRET_LEVELS: Terms = (("secret", "秘密"), ("confidential", "机密"), ("top_secret", "绝密"))

# 文种: the fifteen of 条例 art. 8, in its order, then whatever else arrives.
GENRES: Terms = (
    ("resolution", "决议"),
    ("decision", "决定"),
    ("order", "命令"),
    ("communique", "公报"),
    ("announcement", "公告"),
    ("public_notice", "通告"),
    ("opinion", "意见"),
    ("notice", "通知"),
    ("circular", "通报"),
    ("report", "报告"),
    ("request", "请示"),
    ("reply", "批复"),
    ("bill", "议案"),
    ("letter", "函"),
    ("minutes", "纪要"),
    ("other", "其他"),
)

# 收文 that must be acted on, and 收文 that need only be read (条例 art. 24).
HANDLING_TYPES: Terms = (("for_action", "办件"), ("for_information", "阅件"))


def is_freer(label: str, other: str) -> bool:
    """Tell whether a label lets more people know than another does (密级标志更低)."""
    ranks = [key for key, _ in LABELS]  # from what all may know to what few may
    return ranks.index(label) < ranks.index(other)


def show(terms: Terms, key: str) -> str:
    """Return the Chinese of a key. Raises KeyError for one that is not listed."""
    return dict(terms)[key]
