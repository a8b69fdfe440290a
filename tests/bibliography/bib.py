"""A small reader of BibTeX, which knows nothing of the writer."""


def parsed(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """Entries as (type, key, fields); what stands between entries is a remark.

    Raises:
        ValueError: when it is no BibTeX: unbalanced braces, fields without a value, an at-sign in a remark.
    """
    entries, at = [], 0
    while (start := text.find("@", at)) >= 0:
        brace = text.index("{", start)
        kind = text[start + 1 : brace]
        if not kind.isalpha():
            raise ValueError(f"an at-sign that begins no entry: {text[start : start + 20]!r}")
        end = closing(text, brace)
        key, _, body = text[brace + 1 : end].partition(",")
        entries.append((kind, key.strip(), fields(body)))
        at = end + 1
    return entries


def fields(body: str) -> dict[str, str]:
    """Fields of an entry."""
    found: dict[str, str] = {}
    while "=" in body:
        name, _, rest = body.partition("=")
        rest = rest.lstrip()
        if not rest.startswith("{"):
            raise ValueError(f"{name.strip()} has no value in braces")
        end = closing(rest, 0)
        if name.strip() in found:
            raise ValueError(f"{name.strip()} is there twice")
        found[name.strip()] = rest[1:end]
        body = rest[end + 1 :].lstrip().removeprefix(",")
    if body.strip():
        raise ValueError(f"left over: {body!r}")
    return found


def closing(text: str, start: int) -> int:
    """Where the brace at `start` is closed; braces behind a backslash count for nothing."""
    depth = 0
    for at in range(start, len(text)):
        if text[at] in "{}" and text[at - 1] != "\\":
            depth += 1 if text[at] == "{" else -1
            if depth == 0:
                return at
    raise ValueError("a brace is not closed")
