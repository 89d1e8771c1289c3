"""Every read of the spine. Lists begin with `visible_to`; the rest is asked about matters found through it."""

from zhongshu.matters.queries.deadlines import deadlines
from zhongshu.matters.queries.desk import (
    chosen_tasks,
    counts,
    done_tasks,
    open_tasks,
    opened_matters,
    suspended_tasks,
    waiting_tasks,
)
from zhongshu.matters.queries.filters import saved_filters
from zhongshu.matters.queries.page import acts_for, draft, keeps, linked, may_chase, readers, slip_of, timeline
from zhongshu.matters.queries.searchable import heads, search
from zhongshu.matters.queries.selecting import EVERYTHING, Selection
from zhongshu.matters.queries.slips import World, load_slip
from zhongshu.matters.queries.visible import attachment, by_request, hearers, may_see, task_for, visible_to
from zhongshu.matters.queries.waiting import passed_on, waited_for

__all__ = [
    "EVERYTHING",
    "Selection",
    "World",
    "acts_for",
    "attachment",
    "by_request",
    "chosen_tasks",
    "counts",
    "deadlines",
    "done_tasks",
    "draft",
    "heads",
    "hearers",
    "keeps",
    "linked",
    "load_slip",
    "may_chase",
    "may_see",
    "open_tasks",
    "opened_matters",
    "passed_on",
    "readers",
    "saved_filters",
    "search",
    "slip_of",
    "suspended_tasks",
    "task_for",
    "timeline",
    "visible_to",
    "waited_for",
    "waiting_tasks",
]
