"""A document on its way along a route into which something has been put (试用流程)."""

from copy import deepcopy

from zhongshu.matters import kinds
from zhongshu.matters.actions import routes as actions
from zhongshu.routes import parse


def opened(cast, place, *items):
    """Publish the route of incoming documents with items put in at a place, and return a document on its way."""
    drawn = deepcopy(parse.tree(kinds.get("incoming").loaded_route))
    drawn["steps"][place:place] = items
    given = {"by": cast.office_head, "at": cast.tick()}
    actions.save_draft("incoming", cast.organ.pk, definition=drawn, revision=0, based_on=1, **given)
    actions.publish("incoming", cast.organ.pk, revision=1, based_on=1, note="", is_confirmed=True, **given)
    return cast.document()
