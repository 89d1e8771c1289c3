"""The story of a paper that is only tracked (纸质件跟踪卡): opened, then returned or destroyed, or still out."""

from random import Random

from zhongshu.config.demo import hours, words
from zhongshu.config.demo.plots import Plot
from zhongshu.config.demo.stage import Cast, Story
from zhongshu.documents import actions as documents


def card(cast: Cast, plot: Plot, seed: int) -> Story:
    """Tell what becomes of a paper."""
    rng = Random(f"{seed}/{plot.number}")  # noqa: S311
    keeper = cast.one("confidential", rng)
    at = plot.arrives
    yield at
    made = documents.card(
        organ=cast.organ,
        sender_code=rng.choice(words.CARD_SENDERS),
        copy_number=f"{rng.randrange(1, 400):06}",
        copies=1,
        by=keeper,
        at=at,
    )
    if plot.fate.ending:
        at = hours.later(at, rng.randrange(1500, 4000))
        yield at
        end = documents.return_paper if plot.fate.ending == "returned" else documents.destroy_paper
        end(made.pk, by=keeper, at=at)
