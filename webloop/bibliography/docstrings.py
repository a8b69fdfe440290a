"""What the docstrings and comments of a module say, read from its source without running it."""

import ast
import io
import tokenize
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def docstrings(module: str) -> str:
    """All docstrings of a module, its classes, functions and values, then its comments.

    Args:
        module: its dotted name; of a package its own file.
    """
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return ""
    source = Path(spec.origin).read_text(encoding="utf-8")
    return "\n\n".join([*_said(ast.parse(source)), *_comments(source)])


def _said(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED):
            found.append(ast.get_docstring(node) or "")
            found += [text for each in node.body[1:] if (text := _text(each))]
    return found


def _text(node: ast.stmt) -> str:
    """A string that is a statement of its own; else empty."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value
    return ""


def _comments(source: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT]
