"""Which file is meant by a name: that of a scenario file, or of a scenario that ships with webloop."""

from pathlib import Path as FilePath

from webloop.errors import InputError
from webloop.files import ADDRESS, is_address
from webloop.scenario.problems import Origin, Problem, ScenarioError, did_you_mean
from webloop.scenario.shipped import PREFIX, shipped_names, shipped_scenario

SUFFIXES = (".yaml", ".yml")
"""Endings that may be left out, in this order."""


def full_name(name: str, folder: FilePath | None = None) -> str:
    """`webloop/NAME` for the bare name of a shipped scenario, unless something in the folder is called so.

    >>> full_name("baseline"), full_name("baseline.yaml"), full_name("no-such-scenario")
    ('webloop/baseline', 'baseline.yaml', 'no-such-scenario')
    """
    is_shipped = _is_bare(name) and name in shipped_names() and not _here(name, folder).exists()
    return PREFIX + name if is_shipped else name


def locate(name: str, folder: FilePath | None = None) -> FilePath:
    """The file behind a name: a path relative to a folder, or a shipped scenario.

    Raises:
        InputError: when there is no shipped scenario of that name, or it is an address.
    """
    if is_address(name):
        raise InputError(ADDRESS)
    name = full_name(name, folder)
    return shipped_scenario(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else _here(name, folder)


def _here(name: str, folder: FilePath | None) -> FilePath:
    """The path in a folder; an ending may be left out."""
    path = FilePath(name) if folder is None else folder / name
    if path.suffix or path.exists() or not path.name:
        return path
    return next((full for full in map(path.with_suffix, SUFFIXES) if full.exists()), path)


def _is_bare(name: str) -> bool:
    """True for a name without folder and ending."""
    return bool(name) and FilePath(name).name == name and not FilePath(name).suffix


def existing(name: str, folder: FilePath | None, origin: Origin, key: str) -> FilePath:
    """The file that the command line or a value of another file names.

    Raises:
        ScenarioError: when there is none, with a near name.
    """
    try:
        path = locate(name, folder)
    except InputError as error:
        raise ScenarioError([Problem(origin, key, str(error))]) from None
    if path.exists():
        return path
    beside = [file.name for suffix in SUFFIXES for file in sorted(path.parent.glob(f"*{suffix}"))]
    wrong = f"there is no file {path}"
    if _is_bare(name):
        wrong += ", and no shipped scenario is called so"
        beside = [*(FilePath(file).stem for file in beside), *shipped_names()]
    raise ScenarioError([Problem(origin, key, wrong, hint=did_you_mean(path.name, beside))])
