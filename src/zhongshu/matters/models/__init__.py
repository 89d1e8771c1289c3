"""Tables of the spine. State is a row with who and when; what can be derived is not kept."""

from zhongshu.matters.models.desk import HandOver, HandOverPiece, SavedFilter
from zhongshu.matters.models.labelling import Labelling
from zhongshu.matters.models.matter import CoUnit, Grant, Link, Matter, Rating, Suspension
from zhongshu.matters.models.papers import Attachment, Chase, Draft, Original, RequestKey
from zhongshu.matters.models.routes import RouteDraft, RouteVersion
from zhongshu.matters.models.slip import Jump, Run, Station, Task

__all__ = [
    "Attachment",
    "Chase",
    "CoUnit",
    "Draft",
    "Grant",
    "HandOver",
    "HandOverPiece",
    "Jump",
    "Labelling",
    "Link",
    "Matter",
    "Original",
    "Rating",
    "RequestKey",
    "RouteDraft",
    "RouteVersion",
    "Run",
    "SavedFilter",
    "Station",
    "Suspension",
    "Task",
]
