"""Every public function of our packages that takes `by: Actor`, read from their source."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("catalogue", "cms", "search", "sellers", "shop")


def verbs() -> set[str]:
    """Return the dotted names of all functions at a module's top level that take an Actor."""
    return {name for package in PACKAGES for name in _of_package(ROOT / package)}


def _of_package(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.py"):
        if "migrations" in file.parts:
            continue
        parts = file.relative_to(ROOT).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and _is_verb(node):
                yield f"{module}.{node.name}"


def _is_verb(node: ast.FunctionDef) -> bool:
    arguments = [*node.args.args, *node.args.kwonlyargs]
    return not node.name.startswith("_") and any(
        argument.arg == "by"
        and argument.annotation is not None
        and "Actor" in ast.unparse(argument.annotation)
        for argument in arguments
    )
