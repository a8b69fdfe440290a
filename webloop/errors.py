"""The errors that users meet, each with the exit code that the command line gives for it."""


class WebloopError(Exception):
    """Anything webloop can explain: shown as one message, without a traceback."""

    exit_code = 1


class InputError(WebloopError):
    """What was asked for can't be run as it stands: a scenario file, an option, a folder."""

    exit_code = 2


class RunsFailedError(WebloopError):
    """Runs raised an error, and without them there is nothing to show."""

    exit_code = 3
