"""A route as BPMN 2.0 XML (ISO/IEC 19510) with a drawing that other tools open (流程图导出). Written, never read.

Steps become user tasks; a condition an exclusive gateway that leads past its task; a parallel block a pair of
parallel gateways; several holders a multi-instance loop.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from xml.etree import ElementTree as ET

from zhongshu.routes.model import ALL, IN_ORDER, RATIO, Condition, Route, Step

_SPACES = {
    "": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_SIGNS = {"is": "==", "is_not": "!=", "over": ">", "at_least": ">=", "under": "<", "at_most": "<="}
TASK, GATE, EVENT, GAP = (140, 80), (50, 50), (36, 36), 50  # widths and heights, and what lies between
PAST = 70  # how far below its task the way past it runs
BRANCH_GAP = 40
MARGIN = 60


@dataclass
class _Node:
    id: str
    tag: str
    name: str
    x: int
    y: int  # of the middle
    size: tuple[int, int]
    step: Step | None = None
    diverges: bool | None = None
    incoming: list[str] = field(default_factory=list)
    outgoing: list[str] = field(default_factory=list)
    default: str = ""

    @property
    def left(self) -> tuple[int, int]:
        return (self.x, self.y)

    @property
    def right(self) -> tuple[int, int]:
        return (self.x + self.size[0], self.y)

    @property
    def foot(self) -> tuple[int, int]:
        return (self.x + self.size[0] // 2, self.y + self.size[1] // 2)


@dataclass
class _Flow:
    id: str
    source: _Node
    target: _Node
    points: list[tuple[int, int]]
    name: str = ""
    condition: str = ""


def dumps(route: Route, note: Callable[[Step], str], condition: Callable[[Step], str]) -> str:
    """Write a route as BPMN 2.0 XML. `note` says of a step who acts and until when, `condition` when it takes place."""
    drawing = _Drawing(condition)
    drawing.draw(route.steps)
    root = ET.Element("definitions", {"id": "definitions", "targetNamespace": "urn:zhongshu:routes"})
    root.attrib |= {f"xmlns:{name}" if name else "xmlns": space for name, space in _SPACES.items()}
    process = ET.SubElement(root, "process", {"id": "process", "name": route.name, "isExecutable": "false"})
    for node in drawing.nodes:
        _write_node(process, node, note)
    for flow in drawing.flows:
        _write_flow(process, flow)
    plane = ET.SubElement(ET.SubElement(root, "bpmndi:BPMNDiagram", {"id": "diagram"}), "bpmndi:BPMNPlane")
    plane.attrib |= {"id": "plane", "bpmnElement": "process"}
    _write_shapes(plane, drawing)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True).replace(
        "encoding='us-ascii'", 'encoding="UTF-8"'
    )


class _Drawing:
    """Nodes and flows with their places, drawn from left to right."""

    def __init__(self, condition: Callable[[Step], str]) -> None:
        self.condition = condition
        self.nodes: list[_Node] = []
        self.flows: list[_Flow] = []

    def draw(self, steps: Sequence[Step]) -> None:
        """Draw the whole route from the start event to the end event."""
        middle = MARGIN + _height(steps)[0]
        start = self._node("startEvent", "开始", MARGIN, middle, EVENT)
        last = self._row(start, steps, middle)
        end = self._node("endEvent", "结束", last.right[0] + GAP, middle, EVENT)
        self._join(last, end)

    def _row(self, last: _Node, steps: Sequence[Step], y: int) -> _Node:
        """Draw steps one after the other, from `last` on; return the node that ends the row."""
        for block, found in groupby(steps, key=lambda step: step.block):
            if block:
                last = self._block(last, list(found), y)
                continue
            for step in found:
                last = self._step(last, step, y)
        return last

    def _block(self, last: _Node, steps: list[Step], y: int) -> _Node:
        x = last.right[0] + GAP
        fork = self._node("parallelGateway", steps[0].block_name, x, y, GATE, diverges=True)
        self._join(last, fork)
        ends, middle = [], y - _height(steps)[0]
        for branch in _branches(steps):
            above, below = _height(branch)
            ends.append(self._row(fork, branch, middle + above))
            middle += above + below + BRANCH_GAP
        furthest = max(end.right[0] for end in ends)
        join = self._node("parallelGateway", "", furthest + GAP, y, GATE, diverges=False)
        for end in ends:
            self._join(end, join)
        return join

    def _step(self, last: _Node, step: Step, y: int) -> _Node:
        if not step.when:
            return self._task(last, step, y)
        gate = self._node("exclusiveGateway", "", last.right[0] + GAP, y, GATE, diverges=True)
        self._join(last, gate)
        task = self._task(gate, step, y, self.condition(step), _expression(step.when))
        meet = self._node("exclusiveGateway", "", task.right[0] + GAP, y, GATE, diverges=False)
        self._join(task, meet)
        low = y + PAST
        past = self._join(gate, meet, points=[gate.foot, (gate.foot[0], low), (meet.foot[0], low), meet.foot])
        past.name, gate.default = "不符合条件", past.id
        return meet

    def _task(self, last: _Node, step: Step, y: int, name: str = "", condition: str = "") -> _Node:
        # Behind a condition there is room for its words.
        x = last.right[0] + GAP * (3 if name else 1)
        task = self._node("userTask", step.name, x, y, TASK, step=step)
        flow = self._join(last, task)
        flow.name, flow.condition = name, condition
        return task

    def _node(self, tag: str, name: str, x: int, y: int, size: tuple[int, int], **more: object) -> _Node:
        node = _Node(f"node_{len(self.nodes) + 1}", tag, name, x, y, size, **more)  # type: ignore[arg-type]
        self.nodes.append(node)
        return node

    def _join(self, source: _Node, target: _Node, points: list[tuple[int, int]] | None = None) -> _Flow:
        flow = _Flow(f"flow_{len(self.flows) + 1}", source, target, points or _bent(source, target))
        self.flows.append(flow)
        source.outgoing.append(flow.id)
        target.incoming.append(flow.id)
        return flow


def _bent(source: _Node, target: _Node) -> list[tuple[int, int]]:
    """A straight way, or one that changes its height next to the gateway where it can do so unhindered."""
    if source.y == target.y:
        return [source.right, target.left]
    is_fork = source.tag == "parallelGateway" and source.diverges
    x = source.right[0] + GAP // 2 if is_fork else target.left[0] - GAP // 2
    return [source.right, (x, source.y), (x, target.y), target.left]


def _branches(steps: Iterable[Step]) -> list[list[Step]]:
    """Each branch as a row of its own."""
    return [[replace(step, block="") for step in found] for _, found in groupby(steps, key=lambda step: step.branch)]


def _height(steps: Sequence[Step]) -> tuple[int, int]:
    """How far a row reaches above and below its middle."""
    above = below = TASK[1] // 2
    for block, found in groupby(steps, key=lambda step: step.block):
        inner = list(found)
        branches = _branches(inner) if block else []
        if len(branches) > 1:
            whole = sum(map(sum, map(_height, branches))) + BRANCH_GAP * (len(branches) - 1)
            above, below = max(above, whole // 2), max(below, whole - whole // 2)
        elif any(step.when for step in inner):
            below = max(below, PAST + 20)
    return above, below


def _expression(conditions: Iterable[Condition]) -> str:
    return "${" + " and ".join(map(_comparison, conditions)) + "}"


def _comparison(condition: Condition) -> str:
    if condition.op in ("in", "not_in"):
        values = condition.value if isinstance(condition.value, list) else [condition.value]
        found = " or ".join(f"{condition.fact} == {_literal(value)}" for value in values) or "false"
        return f"({found})" if condition.op == "in" else f"not ({found})"
    return f"{condition.fact} {_SIGNS.get(condition.op, '==')} {_literal(condition.value)}"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else '"' + str(value).replace('"', "'") + '"'


# --- the XML ---------------------------------------------------------------------------------------------


def _write_node(process: ET.Element, node: _Node, note: Callable[[Step], str]) -> None:
    written = ET.SubElement(process, node.tag, {"id": node.id, "name": node.name})
    if node.diverges is not None:
        written.set("gatewayDirection", "Diverging" if node.diverges else "Converging")
    if node.default:
        written.set("default", node.default)
    if node.step:
        ET.SubElement(written, "documentation").text = note(node.step)
    for tag, flows in (("incoming", node.incoming), ("outgoing", node.outgoing)):
        for flow in flows:
            ET.SubElement(written, tag).text = flow
    if node.step and node.step.completion in (ALL, IN_ORDER, RATIO):
        _write_loop(written, node.step)


def _write_loop(task: ET.Element, step: Step) -> None:
    in_turn = "true" if step.completion == IN_ORDER else "false"
    loop = ET.SubElement(task, "multiInstanceLoopCharacteristics", {"isSequential": in_turn})
    if step.completion == RATIO:
        enough = f"${{nrOfCompletedInstances * 100 >= nrOfInstances * {step.ratio}}}"
        ET.SubElement(loop, "completionCondition", {"xsi:type": "tFormalExpression"}).text = enough


def _write_flow(process: ET.Element, flow: _Flow) -> None:
    ends = {"id": flow.id, "sourceRef": flow.source.id, "targetRef": flow.target.id}
    written = ET.SubElement(process, "sequenceFlow", ends)
    if flow.name:
        written.set("name", flow.name)
    if flow.condition:
        ET.SubElement(written, "conditionExpression", {"xsi:type": "tFormalExpression"}).text = flow.condition


def _write_shapes(plane: ET.Element, drawing: _Drawing) -> None:
    for node in drawing.nodes:
        shape = ET.SubElement(plane, "bpmndi:BPMNShape", {"id": f"shape_{node.id}", "bpmnElement": node.id})
        if node.tag == "exclusiveGateway":
            shape.set("isMarkerVisible", "true")
        width, height = node.size
        place = {"x": node.x, "y": node.y - height // 2, "width": width, "height": height}
        ET.SubElement(shape, "dc:Bounds", {name: str(value) for name, value in place.items()})
    for flow in drawing.flows:
        edge = ET.SubElement(plane, "bpmndi:BPMNEdge", {"id": f"edge_{flow.id}", "bpmnElement": flow.id})
        for x, y in flow.points:
            ET.SubElement(edge, "di:waypoint", {"x": str(x), "y": str(y)})
