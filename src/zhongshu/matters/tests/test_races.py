"""Two people at the same moment, on a database where that is possible."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from tests.cast import QUESTIONS, Cast, assemble, verbs

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions, kinds
from zhongshu.matters.actions import routes
from zhongshu.matters.models import Matter, RequestKey, RouteDraft, RouteVersion, Run, Station, Suspension, Task
from zhongshu.matters.queries import slips
from zhongshu.numbering.models import Number
from zhongshu.routes import parse
from zhongshu.trail import queries as trail

pytestmark = pytest.mark.postgresql
ROUNDS = 4


@pytest.fixture
def cast(committed_database) -> Cast:
    """The cast where commits are real; in the end the trail is proved."""
    cast = assemble()
    yield cast
    assert not list(trail.verify())


def at_once(*calls):
    """Carry the calls out at the same moment, each on a connection of its own; return results or refusals."""
    barrier = Barrier(len(calls))

    def carry_out(call):
        try:
            barrier.wait()
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(carry_out, calls))


@pytest.mark.parametrize("_", range(ROUNDS))
def test_the_last_two_signers_move_the_run_on_once(cast, _):
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education,))
    at = cast.tick()

    def sign(chief):
        task = cast.task(document, "handling", chief)
        return lambda: actions.complete(task.pk, by=chief, at=at, opinion="已办理。")

    assert at_once(sign(cast.finance_chief), sign(cast.education_chief)) == [document, document]
    assert Task.objects.filter(matter=document, station__key="reply").count() == 1
    assert not Task.objects.filter(station__key="handling", done_at=None).exists()


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_people_at_one_task_of_their_post(cast, _):
    document = cast.document()
    task, at = cast.task(document, "review"), cast.tick()
    fields = QUESTIONS | {"handling_type": "for_action"}

    def review(registrar):
        return lambda: actions.complete(task.pk, by=registrar, at=at, fields=fields)

    results = at_once(review(cast.registrar), review(cast.second_registrar))
    refusal = next(result for result in results if isinstance(result, Refused))
    assert refusal.sentence == "该任务已经办理或已不在您处，请刷新页面查看最新情况。"
    assert verbs(document).count("matters.completed") == 1
    assert Task.objects.filter(matter=document, station__key="proposal").count() == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_withdrawing_while_the_next_opens_the_page(cast, _):
    document = cast.walk(cast.document(), to="instruction")
    proposed, at = document.tasks.get(station__key="proposal"), cast.tick()
    results = at_once(
        lambda: actions.withdraw(proposed.pk, by=cast.office_head, at=at),
        lambda: actions.see(document.pk, by=cast.leader, at=at),
    )
    following = document.tasks.get(station__key="instruction")
    waiting = Task.objects.get(matter=document, done_at=None)
    if isinstance(results[0], Refused):
        assert waiting == following
        assert following.seen_at
    else:
        assert (following.outcome, following.seen_at) == ("cancelled", None)
        assert waiting.station.key == "proposal"


@pytest.mark.parametrize("_", range(ROUNDS))
def test_a_double_click_acts_once(cast, _):
    document = cast.walk(cast.document(), to="handling")
    task, at = cast.task(document, "handling"), cast.tick()

    def click():
        return actions.complete(task.pk, by=cast.finance_chief, at=at, opinion="已办理。", request_key="key")

    assert at_once(click, click) == [document, document]
    assert verbs(document).count("matters.completed") == 5
    assert RequestKey.objects.get().result == document.stream


@pytest.mark.parametrize("_", range(ROUNDS))
def test_a_double_click_registers_once(cast, _):
    first, second = at_once(lambda: cast.document(request_key="key"), lambda: cast.document(request_key="key"))
    assert first == second
    assert Matter.objects.get() == first
    assert Number.objects.get().text == first.number


def test_registrations_at_the_same_moment_get_consecutive_numbers(cast):
    documents = at_once(*[cast.document] * 6)
    assert sorted(document.number for document in documents) == [f"清政办收〔2026〕{n}号" for n in range(1, 7)]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_registrars_with_the_same_document_register_it_once(cast, _):
    def arrive(registrar):
        return lambda: cast.document(by=registrar, sender_number="国办发〔2026〕15号")

    results = at_once(arrive(cast.registrar), arrive(cast.second_registrar))
    refusal = next(result for result in results if isinstance(result, Refused))
    assert "已登记为清政办收〔2026〕1号" in refusal.sentence
    assert Matter.objects.get().number == Number.objects.get().text


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_editors_who_publish_at_once_one_is_told_of_the_other(cast, _):
    tree = {**parse.tree(kinds.get("incoming").loaded_route), "name": "来文办理"}
    at = cast.tick()
    given = {"definition": tree, "revision": 0, "based_on": 1, "by": cast.office_head, "at": at}
    routes.save_draft("incoming", cast.organ.pk, **given)

    def publish():
        sent = {"revision": 1, "based_on": 1, "note": "", "by": cast.office_head, "at": at}
        return routes.publish("incoming", cast.organ.pk, **sent)

    made, refusal = sorted(at_once(publish, publish), key=lambda one: isinstance(one, Refused))
    assert made.version == 2
    assert "发布第2版" in refusal.sentence
    assert RouteVersion.objects.count() == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_who_save_at_once_nobody_overwrites_the_other(cast, _):
    tree = parse.tree(kinds.get("incoming").loaded_route)
    at = cast.tick()

    def save(name):
        given = {"definition": {**tree, "name": name}, "revision": 0, "based_on": 1, "by": cast.office_head, "at": at}
        return lambda: routes.save_draft("incoming", cast.organ.pk, **given)

    kept, refusal = sorted(at_once(save("甲"), save("乙")), key=lambda one: isinstance(one, Refused))
    assert "为免覆盖" in refusal.sentence
    assert RouteDraft.objects.get().definition["name"] == kept.definition["name"]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_who_amend_at_the_same_moment(cast, _):
    document = cast.walk(cast.document(), to="handling")
    seen, at = slips.outlook(slips.load_slip(slips.main_run(document), document)[0]), cast.tick()

    def strike(by, key):
        ahead = ["reply", "circulation", "closing"]
        return lambda: actions.amend(document.pk, ahead=ahead, struck=frozenset({key}), seen=seen, by=by, at=at)

    results = at_once(strike(cast.registrar, "reply"), strike(cast.office_head, "circulation"))
    refusal = next(result for result in results if isinstance(result, Refused))
    assert "请刷新页面后重新调整" in refusal.sentence
    assert Station.objects.filter(struck_at__isnull=False).count() == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_a_matter_rests_or_goes_on(cast, _):
    document = cast.walk(cast.document(), to="handling")
    task, at = cast.task(document, "handling"), cast.tick()
    rested, done = at_once(
        lambda: actions.suspend(document.pk, reason="等待批复。", by=cast.registrar, at=at),
        lambda: actions.complete(task.pk, by=cast.finance_chief, at=at, opinion="已办理。"),
    )
    assert not isinstance(rested, Refused)
    assert isinstance(done, Refused) == Task.objects.filter(pk=task.pk, done_at=None).exists()
    assert Suspension.objects.get().matter == document


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_decide_one_request(cast, _):
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education,))
    task, at = cast.task(document, "handling", cast.education_chief), cast.tick()
    actions.ask_refusal(task.pk, reason="不属于我局职责。", by=cast.education_chief, at=at)

    def decide(by, verdict):
        waiting = cast.task(document, "refusal_decision", by)
        return lambda: actions.complete(waiting.pk, fields={"verdict": verdict}, opinion="已审。", by=by, at=at)

    results = at_once(decide(cast.registrar, "released"), decide(cast.office_head, "rejected"))
    assert sum(isinstance(result, Refused) for result in results) == 1
    task.refresh_from_db()
    assert (task.outcome == "removed") == (Run.objects.get(role=Run.SIDE).outcome == "completed")
