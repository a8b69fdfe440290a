"""What the posteriors of a hindcast were fitted to: what it is judged by must not be among that."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from webloop.calibration.problems import asked
from webloop.calibration.target import Target
from webloop.errors import InputError
from webloop.scenario.naming import locate
from webloop.scenario.posterior import posterior_file
from webloop.scenario.shipped import PREFIX
from webloop.scenario.study import Study
from webloop.scenario.text_file import read_text_file

_AGAIN = "fit again: webloop fit"


def check_fits(study: Study, file: str | Path, targets: Sequence[Target], *, shipped: bool) -> None:
    """See to it that a study's posteriors can be judged by targets.

    Args:
        study: it names a posterior for each scenario.
        file: the study file.
        targets: what the hindcast is held against.
        shipped: whether scenarios and posteriors are those that ship with webloop, and must go together.

    Raises:
        InputError: when it is not said what one was fitted to, when it has seen what is held out, or when it answers
            another question than that of today's scenario, priors and targets.
    """
    for name, posterior in study.posteriors.items():
        said = Path(posterior.name).with_suffix(".json").as_posix()
        fitted = _read(posterior_file(posterior.name, locate(str(file)).parent).with_suffix(".json"), said)
        held = [each.id for each in targets if each.role == "held_out" and name in each.baselines]
        seen = [each for each in held if each in fitted["seen"]]
        if seen:
            raise InputError(f"{said}: held out is what this was fitted to: {', '.join(seen)}; {_AGAIN}")
        if shipped and fitted["problem"] != asked([f"{PREFIX}{name}"], None, held_out=False)[0].problem.digest:
            raise InputError(f"{said}: this was fitted to another scenario, other priors or other targets; {_AGAIN}")


def _read(file: Path, said: str) -> dict[str, Any]:
    """The digest of what was asked, and ids of all targets that were seen.

    Raises:
        InputError: when the file is missing, or says neither.
    """
    if not file.exists():
        raise InputError(f"{said}: there is no such file, so that nobody knows what was fitted to; {_AGAIN}")
    text = read_text_file(file, said)
    try:
        content = json.loads(text)
        seen = {str(each) for ids in content["targets"].values() for each in ids}
        return {"problem": str(content["problem"]), "seen": seen}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(f"{said}: it does not say which problem and which targets were fitted; {_AGAIN}") from None
