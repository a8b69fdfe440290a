"""The command line: parse, call, print. What each command needs is imported when it is called."""

import os
import sys

import click

from webloop.errors import WebloopError

EXIT_CODES = {
    0: "done",
    1: "something failed, or a claim is not reproduced; the message or the table says what",
    2: "the input can't be run as it stands: options, scenario files, folders",
    3: "some runs failed; failures.csv in the results folder says why, the others are kept",
    130: "interrupted (Ctrl-C); finished runs are kept, the same command goes on",
}
_COMMANDS = {
    "init": "Copy the shipped scenarios into a folder, to change them.",
    "validate": "Check scenario or study files; all problems at once.",
    "show": "Show a resolved scenario with the origin of each value.",
    "run": "Run scenarios or a study into a results folder.",
    "extend": "Add replicates to a results folder.",
    "reproduce": "Do a sample of runs again and compare hashes.",
    "replicate": "Hold the engine against the literature: every paper's numbers beside ours.",
    "fit": "Fit both baselines' uncertain values to what was observed.",
    "hindcast": "Hold both baselines' past against what was observed, with figures.",
    "compare": "Compare scenarios with the baseline, paired by replicate.",
    "survival": "When models collapse: dates, shares and tests against the baseline.",
    "samples": "What language models write, generation by generation, and which words vanish.",
    "explain": "What happened in one month of a run, and why, as a story.",
    "robust": "In how many draws of the uncertain parameters a policy wins, and where it loses.",
    "sensitivity": "Which uncertain parameter drives a metric.",
    "threshold": "At which value of a parameter a metric crosses a level.",
    "report": "Write one HTML page to send: findings, pictures, assumptions, how to run it again.",
    "explore": "Explore a scenario on a local page: move levers, see what changes.",
    "plot": "Draw pictures of results, each with its numbers and words.",
    "export": "Export results as CSV, Parquet, Excel or IAMC tables.",
    "cite": "BibTeX of the sources of what scenarios use.",
    "evidence": "List what is known of AI text on the real web, and how well each number is founded.",
    "list": "List shipped scenarios, submodels, metrics or plots.",
    "odd": "Write the tables of an ODD description of any study.",
    "schema": "Write the JSON Schema of scenario files, for editors.",
}


class _LazyGroup(click.Group):
    """Commands live in one module each, imported when they are used: `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return [*_COMMANDS]  # `list` is a module of this package once its command has been used

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module

        command = getattr(import_module(f"webloop.cli.{cmd_name}"), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing their modules."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from webloop.scenario.problems import did_you_mean

            near = did_you_mean(args[0], _COMMANDS)
            raise click.UsageError(
                f"there is no command {args[0]!r}; commands: {', '.join(_COMMANDS)}. {near}".rstrip(), ctx
            )
        return super().resolve_command(ctx, args)


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: " + "; ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES.items()) + ".",
)
@click.version_option(package_name="webloop", prog_name="webloop")
def group() -> None:
    """Simulate the web-pollution feedback loop.

    What becomes of the web, and of the AI models trained on it, under different rules?

    Start with `webloop init`, then `webloop compare scenarios/study.yaml` and `webloop plot` on its results.
    """


def main() -> None:
    """The command line, with exit codes."""
    try:
        result = group.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except WebloopError as error:
        click.echo(str(error), err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; finished runs are kept: the same command goes on from here", err=True)
        code = 130
    except BrokenPipeError:  # `webloop ... | head`
        sys.stderr.close()
        code = 0
    except Exception as error:
        if "WEBLOOP_TRACEBACK" in os.environ:
            raise
        click.echo(f"unexpected {type(error).__name__}: {error} (WEBLOOP_TRACEBACK=1 shows where)", err=True)
        code = 1
    else:
        code = result if isinstance(result, int) else 0
    sys.exit(code)


if __name__ == "__main__":
    main()
