"""Documents of which some parts are generated: they stand between markers, and all else is written by hand."""

import re
from collections.abc import Mapping

from webloop.errors import InputError

_PART = re.compile(r"<!-- generated: ([\w-]+) -->\n(.*?)<!-- end -->", re.DOTALL)


def renewed(text: str, parts: Mapping[str, str]) -> str:
    r"""The document with its generated parts written anew.

    Args:
        text: the document as it stands.
        parts: what is generated, by name.

    Raises:
        InputError: when the document marks a part that nothing generates, or leaves one out.

    >>> renewed("A\n<!-- generated: t -->\nold\n<!-- end -->\nB\n", {"t": "new\n"})
    'A\n<!-- generated: t -->\n\nnew\n\n<!-- end -->\nB\n'
    """
    marked = [match[1] for match in _PART.finditer(text)]
    if sorted(marked) != sorted(parts):
        raise InputError(f"the document marks the parts {', '.join(marked)}; generated are {', '.join(parts)}")
    return _PART.sub(lambda match: f"<!-- generated: {match[1]} -->\n\n{parts[match[1]]}\n<!-- end -->", text)
