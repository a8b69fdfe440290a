"""The scenarios that ship with webloop: in the source tree, or inside the installed package."""

from pathlib import Path

from webloop.errors import InputError
from webloop.scenario.problems import did_you_mean

PREFIX = "webloop/"


def shipped_folder() -> Path:
    """The folder of the shipped scenarios."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_scenarios", package.parent / "scenarios"):
        if (folder / "baseline.yaml").is_file():
            return folder
    raise InputError("this installation of webloop has lost its scenarios; install it again")


def shipped_names() -> list[str]:
    """Names of all shipped scenarios and studies, as they follow `webloop/`."""
    folder = shipped_folder()
    return sorted(file.relative_to(folder).with_suffix("").as_posix() for file in folder.rglob("*.yaml"))


def shipped_scenario(name: str) -> Path:
    """The file of a shipped scenario, by name.

    Raises:
        InputError: when there is none of that name.
    """
    folder = shipped_folder()
    known = shipped_names()
    name = name.removesuffix(".yaml")
    if name not in known:
        hint = did_you_mean(name, known)
        rest = f"{hint} `webloop list scenarios` has all" if hint else f"allowed: {', '.join(known)}"
        raise InputError(f"there is no shipped scenario {name!r}; {rest}")
    return folder / f"{name}.yaml"
