"""Writes out what a Python module means: its syntax tree, the same on each supported Python.

Left out is what changes no result: docstrings, comments, line numbers, formatting, and the module part of
imports, so that a file may be moved or renamed. Identifiers stay.
"""

import ast
from collections.abc import Iterator

_LEFT_OUT = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
"""Fields that repeat what the place in the tree says, or that only some Pythons have."""


def meaning_of(source: str) -> str:
    """The tree of a module's source in one line. Raises `SyntaxError` for what is no Python."""
    return _written(ast.parse(source))


def _written(node: ast.AST) -> str:
    fields = ",".join(f"{name}={value}" for name, value in _fields(node))
    return f"{type(node).__name__}({fields})"


def _fields(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The fields that hold something, by name: an empty one may be unknown to an older Python."""
    for name, value in ast.iter_fields(node):
        if name in _LEFT_OUT or (isinstance(node, ast.ImportFrom) and name in ("module", "level")):
            continue
        if isinstance(node, ast.Constant):
            yield name, f"{type(value).__name__}:{value!r}"
        elif isinstance(node, ast.alias) and name == "name":
            yield name, value.rpartition(".")[2]
        elif isinstance(value, list):
            kept = [_item(each) for each in value if not _is_docstring(each)]
            if kept:
                yield name, f"[{','.join(kept)}]"
        elif value is not None:
            yield name, _item(value)


def _item(value: object) -> str:
    return _written(value) if isinstance(value, ast.AST) else repr(value)


def _is_docstring(node: object) -> bool:
    """Whether it is a text that stands alone: of a module, a class, a function or an attribute."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
