"""Every read of the spine. Lists begin with `visible_to`; the rest is asked about matters found through it."""

from zhongshu.matters.queries.desk import counts, done_tasks, open_tasks, opened_matters
from zhongshu.matters.queries.page import acts_for, draft, linked, readers, slip_of, timeline
from zhongshu.matters.queries.searchable import heads, search
from zhongshu.matters.queries.slips import World, load_slip
from zhongshu.matters.queries.visible import attachment, by_request, may_see, task_for, visible_to

__all__ = [
    "World",
    "acts_for",
    "attachment",
    "by_request",
    "counts",
    "done_tasks",
    "draft",
    "heads",
    "linked",
    "load_slip",
    "may_see",
    "open_tasks",
    "opened_matters",
    "readers",
    "search",
    "slip_of",
    "task_for",
    "timeline",
    "visible_to",
]
