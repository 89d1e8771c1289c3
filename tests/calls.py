"""Who calls whom in the package (调用关系), read from the source: enough to ask what an action reaches.

A reference counts as a call: an action hands functions on. A method is looked for by its name in its own module.
What cannot be resolved, such as a function taken out of a dict, reaches nothing: better one exception to explain
than an action that only seems to write the trail.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "zhongshu"
Function = tuple[str, str]  # module, name; a method as Class.name


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the product with its dotted name, without migrations and tests."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if not {"migrations", "tests"} & set(parts):
            yield ".".join(parts).removesuffix(".__init__"), tree(path)


@cache
def tree(path: Path) -> ast.Module:
    """Return a module's syntax, parsed once."""
    return ast.parse(path.read_text("utf-8"))


def functions(module: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions of a module and the methods of its classes by name."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef))


def reaching(goal: Function) -> set[Function]:
    """Return the functions from which `goal` can be reached, itself among them."""
    graph, found, before = _graph(), {goal}, 0
    while len(found) != before:
        before = len(found)
        found |= {caller for caller, called in graph.items() if called & found}
    return found


def reached_from(start: Function) -> set[Function]:
    """Return the functions that `start` can reach, itself among them."""
    graph, found, new = _graph(), {start}, {start}
    while new:
        new = {called for one in new for called in graph.get(one, ())} - found
        found |= new
    return found


@cache
def _graph() -> dict[Function, set[Function]]:
    parsed = dict(modules())
    names = {module: dict(functions(code)) for module, code in parsed.items()}
    known = {module: _names(module, code, parsed) for module, code in parsed.items()}
    return {
        (module, name): set(_called(node, module, names, known))
        for module, found in names.items()
        for name, node in found.items()
    }


def _names(module: str, code: ast.Module, parsed: Iterable[str]) -> dict[str, Function]:
    """Return what the names of a module stand for: a function of its own, one from elsewhere, or (module, "")."""
    own: dict[str, Function] = {}
    for node in ast.walk(code):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                dotted = f"{node.module}.{one.name}"
                own[one.asname or one.name] = (dotted, "") if dotted in parsed else (node.module, one.name)
    for node in code.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value.args:
            own |= {name.id: _wrapped(node.value.args[0], own) for name in node.targets if isinstance(name, ast.Name)}
    return own | {name: (module, name) for name, _ in functions(code)}


def _wrapped(inside: ast.expr, own: dict[str, Function]) -> Function:
    """Follow `create_unit = outermost(units.create, …)` to what is wrapped."""
    if isinstance(inside, ast.Attribute) and isinstance(inside.value, ast.Name):
        return own.get(inside.value.id, ("", ""))[0], inside.attr
    return own.get(inside.id, ("", "")) if isinstance(inside, ast.Name) else ("", "")


def _called(
    node: ast.FunctionDef, module: str, names: dict[str, dict[str, ast.FunctionDef]], known: dict[str, dict]
) -> Iterator[Function]:
    given = {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id not in given:
            yield _follow(known[module].get(one.id, ("", "")), known)
        elif isinstance(one, ast.Attribute):
            yield from ((module, name) for name in names[module] if name.endswith(f".{one.attr}"))
            if isinstance(one.value, ast.Name):
                elsewhere, name = known[module].get(one.value.id, ("", ""))
                if not name:
                    yield _follow((elsewhere, one.attr), known)


def _follow(function: Function, known: dict[str, dict[str, Function]]) -> Function:
    """Follow a name through the packages that pass it on."""
    module, name = function
    further = known.get(module, {}).get(name, function)
    return function if further == function else _follow(further, known)
