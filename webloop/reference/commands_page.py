"""The command reference, from the commands themselves."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import click

from webloop.reference.markdown import code, prose, table

_INTRODUCTION = """\
`webloop COMMAND --help` prints what stands here. FILES are a study file, scenario files (of which the first is the
baseline), shipped ones by name (`webloop/baseline`), or, where a command looks at results, their folder. Results go to
`results/NAME` unless `--out` says otherwise, and what has been run is not run again.
"""


def commands_page(group: click.Group, exit_codes: Mapping[int, str]) -> str:
    """The page, but for its marker.

    Args:
        group: the command line.
        exit_codes: what each exit code means.
    """
    context = click.Context(group, info_name="webloop")
    parts = ["# Command reference\n", _INTRODUCTION, "## Exit codes\n"]
    parts.append(table(("code", "meaning"), [(str(number), prose(said)) for number, said in exit_codes.items()]))
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        parts.append(_section(name, command))
    return "\n".join(parts)


def _section(name: str, command: click.Command) -> str:
    arguments = [_argument(each) for each in command.params if isinstance(each, click.Argument)]
    usage = " ".join(["webloop", name, "[OPTIONS]", *arguments])
    options = [_option(each) for each in command.params if isinstance(each, click.Option) and not each.hidden]
    paragraphs = [prose(each) for each in (command.help or "").replace("\b", "").split("\n\n")]
    parts = [f"## webloop {name}", f"```text\n{usage}\n```", *paragraphs]
    parts += [table(("option", "default", "what it does"), options).rstrip()] if options else []
    return "\n\n".join(parts) + "\n"


def _argument(argument: click.Argument) -> str:
    if argument.metavar:
        return argument.metavar
    name = f"{argument.human_readable_name}{'...' if argument.nargs == -1 else ''}"
    return name if argument.required else f"[{name}]"


def _option(option: click.Option) -> tuple[str, str, str]:
    names = [*option.opts, *option.secondary_opts]
    takes = "" if option.is_flag or option.count else " " + (option.metavar or _takes(option.type))
    needed = "required" if option.required else ""
    many = "may be repeated" if option.multiple and "repeated" not in (option.help or "") else ""
    said = "; ".join(filter(None, ((option.help or "").removesuffix("."), many)))
    return ", ".join(code(each + takes) for each in names), needed or _default(option), prose(said)


def _takes(kind: "click.ParamType[Any]") -> str:
    """What stands after an option."""
    if isinstance(kind, click.Choice):
        return "|".join(str(each) for each in kind.choices)
    if isinstance(kind, click.IntRange | click.FloatRange):
        return kind.name.removesuffix(" range").upper()
    return kind.name.upper()


def _default(option: click.Option) -> str:
    """A default that is a value of its own; of flags and of what is worked out later the help tells."""
    known = isinstance(option.default, str | int | float | PurePath) and not isinstance(option.default, bool)
    return code(str(option.default)) if known and not option.is_flag else ""
