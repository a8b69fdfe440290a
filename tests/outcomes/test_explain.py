"""The story of a month: every number of it is made again from the tables or from the world."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from tests.conftest import SMALL
from tests.outcomes.explained import Ledger, blocks_of, ledger_of, study_of
from tests.run.text_scenarios import write_text_study
from tests.world.linked import RANKED, after
from tests.world.test_farms import FARMS
from webloop.errors import InputError, WebloopError
from webloop.metrics.recall import ALIVE
from webloop.metrics.registry import metrics
from webloop.months import format_month, parse_month
from webloop.outcomes.explain.beside import beside
from webloop.outcomes.explain.chapters.corpus import sources
from webloop.outcomes.explain.chapters.kept import human_lost, thrown_away
from webloop.outcomes.explain.chapters.released import _changes
from webloop.outcomes.explain.chapters.vanished import _sentences
from webloop.outcomes.explain.explaining import _missing, explain
from webloop.outcomes.explain.facts import PROVENANCES, Entry, Release, Seen, Turn
from webloop.outcomes.explain.question import Question
from webloop.outcomes.explain.registry import Scene
from webloop.outcomes.explain.releasing import QUALITY
from webloop.outcomes.explain.story import Amount, Story
from webloop.outcomes.explain.watching import Witness
from webloop.run.reopen import reopened
from webloop.run.replay import differences, recorded, replay
from webloop.run.store import encode, read_run, write_run
from webloop.run.study import run_study
from webloop.scenario.study import load_study
from webloop.streams import Streams
from webloop.world.world import World

MONTH = "2024-12"  # alpha is due in June and December, beta in March and September
WHO = {"people alone": "human", "people with a model": "assisted", "models": "synthetic"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study_of(tmp_path_factory.mktemp("explained"))


@pytest.fixture(scope="module")
def story(folder: Path) -> Story:
    return explain(folder, Question("policy", replicate=1, month=MONTH))


@pytest.fixture(scope="module")
def seen(folder: Path) -> dict[int, Seen]:
    """Every month of the run."""
    run = list(reopened(folder).runs_of("policy"))[1]
    start, end = parse_month("2021-01"), parse_month("2025-12")
    witness = Witness(range(start, end + 1))
    replay(run, end, witness)
    return witness.seen


@pytest.fixture(scope="module")
def ledger(folder: Path) -> Ledger:
    planned = reopened(folder)
    run = list(planned.runs_of("policy"))[1]
    return ledger_of(run.scenario(), run.seed, run.replicate)


def row_of(folder: Path, table: str, scenario: str, **keys: Any) -> dict[str, Any]:
    """One row of a table of the folder, replicate 1."""
    rows = pd.read_parquet(folder / f"{table}.parquet")
    for name, value in {"scenario": scenario, "replicate": 1, **keys}.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return dict(rows.iloc[0])


def table_of(story: Story, chapter: str, start: str) -> dict[str, dict[str, Any]]:
    """The table of a chapter whose title begins so: rows by name, numbers by column."""
    (found,) = (each for each in story.chapters if each.name == chapter)
    (table,) = (each for part in found.parts for each in part.tables if each.title.startswith(start))
    return {
        str(row[0]): {
            head: cell.value if isinstance(cell, Amount) else cell
            for head, cell in zip(table.head[1:], row[1:], strict=True)
        }
        for row in table.rows
    }


def sentences(story: Story, chapter: str) -> str:
    return " ".join(
        str(each) for c in story.chapters if c.name == chapter for part in c.parts for each in part.sentences
    )


def value_of(story: Story, chapter: str, words: str, name: str) -> float:
    """The number called `name` in the sentence of a chapter that begins with these words of its template."""
    found = [
        each.values[name]
        for c in story.chapters
        if c.name == chapter
        for part in c.parts
        for each in part.sentences
        if words in each.template
    ]
    assert len(found) == 1
    assert isinstance(found[0], Amount)
    return found[0].value


def test_pages_published_are_the_recorded_ones_beside_the_month_before_and_the_baseline(
    story: Story, folder: Path
) -> None:
    table = table_of(story, "writing", "Pages published")
    columns = {"pages": ("policy", MONTH), "month before": ("policy", "2024-11"), "baseline": ("small", MONTH)}
    for column, (scenario, month) in columns.items():
        row = row_of(folder, "monthly", scenario, month=month)
        for words, provenance in WHO.items():
            assert table[words][column] == row[f"new_{provenance}"]
        assert table["all"][column] == sum(row[f"new_{each}"] for each in PROVENANCES)
    row = row_of(folder, "monthly", "policy", month=MONTH)
    whole = sum(row[f"new_{each}"] for each in PROVENANCES)
    assert value_of(story, "writing", "{total} were published", "human") == row["new_human"] / whole
    text = value_of(story, "writing", "Of the text", "text")
    assert text == pytest.approx(row["pollution_flow"])
    assert text > row["new_synthetic"] / whole
    marked = value_of(story, "writing", "mostly by models", "share")
    assert marked == pytest.approx(row["labelled_flow"])
    assert 0 < marked < 1
    numbers = [value_of(story, "writing", "mostly by models", name) for name in ("pages", "marked", "plain")]
    assert numbers[0] == numbers[1] + numbers[2] >= row["new_synthetic"]
    unlabelled = explain(folder, Question("small", month=MONTH))
    assert "carry a label" not in sentences(unlabelled, "writing")
    before = row_of(folder, "monthly", "policy", month="2024-11")
    live, was = (sum(each[f"live_{name}"] for name in PROVENANCES) for each in (row, before))
    assert value_of(story, "writing", "At the end", "live") == live
    assert value_of(story, "writing", "went offline", "died") == was + whole - live


def test_what_was_crawled_is_what_the_store_got(story: Story, ledger: Ledger) -> None:
    table = table_of(story, "crawling", "Pages of this month")
    month = parse_month(MONTH)
    assert {WHO[words]: row["fetched"] for words, row in table.items()} == ledger.fetched[month]["common"]
    assert value_of(story, "crawling", "Crawler", "fetched") == sum(ledger.fetched[month]["common"].values())


def test_a_training_is_the_recorded_one_and_its_pages_add_up(story: Story, folder: Path) -> None:
    table = table_of(story, "kept", "Crawled pages")
    row = row_of(folder, "generations", "policy", month=MONTH, lab="alpha")
    columns = {"eligible": "eligible_pages", "filtered out": "filtered_pages", "did not fit": "unused_pages"}
    for column, metric in {**columns, "kept": "kept_pages"}.items():
        assert table["all"][column] == row[metric]
        assert sum(table[words][column] for words in WHO) == row[metric]
    assert row["filtered_pages"] > 0
    for words in WHO:
        cells = table[words]
        assert cells["eligible"] == cells["filtered out"] + cells["did not fit"] + cells["kept"]
    by_source = table_of(story, "corpus", "The training set")
    assert sum(each["pages"] for each in by_source.values()) == pytest.approx(row["training_set"], rel=1e-12)
    assert value_of(story, "corpus", "The training set", "pages") == row["training_set"]
    assert value_of(story, "corpus", "The training set", "pollution") == row["training_pollution"]
    other = row_of(folder, "generations", "small", month=MONTH, lab="alpha")
    assert value_of(story, "kept", "In the baseline", "eligible") == other["eligible_pages"]
    assert value_of(story, "corpus", "In the baseline", "pages") == other["training_set"]


def test_human_pages_lost_are_those_that_the_month_added(story: Story, folder: Path) -> None:
    now, before = (row_of(folder, "monthly", "policy", month=each)["human_pages_lost"] for each in (MONTH, "2024-11"))
    assert now > before
    assert value_of(story, "kept", "Among what the filter", "lost") == now - before
    table = table_of(story, "kept", "Human pages lost")
    assert sum(each["lost"] for each in table.values()) == now - before
    row = row_of(folder, "generations", "policy", month=MONTH, lab="alpha")
    assert table["majority"]["share lost"] == row["majority_pages_lost"]
    assert table["minority"]["share lost"] == row["minority_pages_lost"]


def test_a_released_model_is_as_good_as_recorded_and_its_predecessor_is_held_against_the_same(
    story: Story, folder: Path, ledger: Ledger
) -> None:
    table = table_of(story, "released", "Held against")
    row, other = (row_of(folder, "generations", name, month=MONTH, lab="alpha") for name in ("policy", "small"))
    there = [name for name in QUALITY if metrics()[name].measures("ideas")]
    assert len(there) == len(table) == 7
    for name, cells in zip(there, table.values(), strict=True):
        assert cells["after"] == pytest.approx(row[name], nan_ok=True, rel=1e-12)
        assert cells["baseline"] == pytest.approx(other[name], nan_ok=True, rel=1e-12)
    p, q = ledger.truth[parse_month(MONTH)], ledger.outputs[parse_month("2024-11")]["alpha"]
    cells = table["Divergence from people [bits] ↓"]
    mixed = (p + q) / 2
    entropy = [-(each[each > 0] * np.log2(each[each > 0])).sum() for each in (mixed, p, q)]
    assert cells["before"] == pytest.approx(entropy[0] - (entropy[1] + entropy[2]) / 2, rel=1e-9)


def test_better_and_worse_are_what_the_numbers_say(story: Story) -> None:
    told = sentences(story, "released")
    for name, cells in table_of(story, "released", "Held against").items():
        label, up = name.rstrip(" ↑↓").split(" [")[0], name.endswith("↑")
        unit = next(metric.unit for metric in metrics().values() if metric.label == label)
        change = (cells["after"] - cells["before"]) * (1 if up else -1)
        shown = str(Amount(cells["after"], unit, digits=2)) != str(Amount(cells["before"], unit, digits=2))
        better, worse = (label in part for part in told.split("The same,")[0].split("Worse"))
        assert (better, worse) == (change > 0 and shown, change < 0 and shown)


def test_what_is_shown_with_the_same_number_is_neither_better_nor_worse(story: Story, seen: dict[int, Seen]) -> None:
    release = seen[parse_month(MONTH)].release("alpha")
    assert release is not None
    assert release.before is not None
    before = {**release.after, "hill_1": release.after["hill_1"] * (1 + 1e-9), "tail_recall": -1.0}
    told = [str(each) for each in _changes(release, before)]
    assert told == [
        "Better than its predecessor: Tail recall.",
        "The same, to the digits shown: Effective ideas (Hill-1).",
    ]
    lost, none = {"perplexity": float("nan")}, {"perplexity": 30.0}
    for now, earlier, expected in (
        (lost, none, "Worse than its predecessor: Perplexity."),
        (none, lost, "Better than its predecessor: Perplexity."),
        (lost, lost, "It is as good as its predecessor."),
    ):
        assert [str(each) for each in _changes(replace(release, after=now), earlier)] == [expected]
    assert str(beside("In the baseline", "{n}.", {"n": Amount(2.0001e9)}, n=Amount(2.0002e9))).endswith(": the same.")


def test_what_vanished_everywhere_or_nowhere_is_said_without_a_count() -> None:
    """The sentences of a release from which two ideas vanish and two come, by how many other models have them."""
    pair = (Entry("a", 0.1), Entry("b", 0.2))
    said = []
    for names in (frozenset(), frozenset("a"), frozenset("ab")):
        turn = Turn("idea", 9, 5, 5, pair, names, pair, names)
        release = Release("alpha", 3, {}, {}, turn)
        scene = Scene(None, None, None, None, ("alpha",))  # type: ignore[arg-type]
        said.append([str(each) for each in _sentences(scene, release, turn)][1:])
    gone, come = "2 ideas vanished with this release", "2 ideas that its predecessor lacked came back or are new"
    assert said == [
        [
            f"{gone}; other labs' models still publish all of them.",
            f"{come}; other labs' models had them the month before.",
        ],
        [f"{gone}; 1 of them from every model.", f"{come}; of them no deployed model had 1 the month before."],
        [f"{gone}, from every deployed model.", f"{come}; no deployed model had any of them the month before."],
    ]


def gone(ledger: Ledger, month: int) -> dict[str, set[int]]:
    """Ideas that alpha's release changed, from the models themselves."""
    p = ledger.truth[month]
    known = {i for i in np.flatnonzero(p > 0) if i < len(p) - 4}  # the last four are errors

    def alive(q: np.ndarray) -> set[int]:
        return {i for i in known if q[i] > 0 and q[i] >= ALIVE * p[i]}

    before, after = ({lab: alive(q) for lab, q in ledger.outputs[at].items()} for at in (month - 1, month))
    lost = before["alpha"] - after["alpha"]
    back = after["alpha"] - before["alpha"]
    return {
        "gone": lost,
        "lost": lost - set().union(*after.values()),
        "back": back,
        "found": back - set().union(*before.values()),
    }


def test_ideas_vanish_and_come_back_as_the_models_say(seen: dict[int, Seen], ledger: Ledger) -> None:
    """In every release of alpha; somewhere ideas go, and somewhere they come back."""
    met = {"gone": 0, "back": 0}
    for month, each in seen.items():
        release = each.release("alpha")
        if release is None or release.turn is None:
            continue
        expected, turn = gone(ledger, month), release.turn
        for what in met:
            entries = getattr(turn, what)
            shares = ledger.truth[month][sorted(expected[what])]
            assert sorted(entry.share for entry in entries) == sorted(shares.tolist())
            assert [entry.share for entry in entries] == sorted((entry.share for entry in entries), reverse=True)
            met[what] += len(entries)
        assert (len(turn.lost), len(turn.found)) == (len(expected["lost"]), len(expected["found"]))
        assert turn.alive_after - turn.alive_before == len(turn.back) - len(turn.gone)
    assert min(met.values()) > 0


def test_pages_are_conserved_in_every_month(seen: dict[int, Seen], folder: Path) -> None:
    rows = pd.read_parquet(folder / "monthly.parquet")
    rows = rows[(rows["scenario"] == "policy") & (rows["replicate"] == 1)].set_index("month")
    trained = 0
    for month, each in seen.items():
        row = rows.loc[format_month(month)]
        assert [each.published[name] for name in PROVENANCES] == [row[f"new_{name}"] for name in PROVENANCES]
        expected = sum(p.own + p.with_ai + p.farmed for p in each.publishers)
        assert abs(expected - sum(each.published.values())) <= len(each.pages) + 1  # each group is rounded
        assert abs(sum(p.own for p in each.publishers) - each.published["human"]) <= 2
        for name, fetched in each.fetched["common"].items():
            assert 0 <= fetched <= each.published[name]
        for training in each.trainings:
            trained += 1
            parts = thrown_away(training)
            assert all(min(numbers) >= 0 for numbers in parts.values())
            assert sum(numbers[2] for numbers in parts.values()) == training.unused
            assert sum(pages for _, pages in sources(training)) == pytest.approx(training.pages, rel=1e-12)
            written = sum(pages for (who, share), pages in training.kept.items() if share > 0.5)
            assert sum((training.generations or {}).values()) == pytest.approx(written, rel=1e-12)
            assert human_lost(training)[1] <= sum(training.filtered.values())
    assert trained == 10 + 9


def test_generations_are_exact_where_everything_is_kept(folder: Path) -> None:
    """The baseline's labs have neither filter nor budget: what was eligible is in the set."""
    run = next(reopened(folder).runs_of("small"))
    month = parse_month(MONTH)
    witness = Witness([month])
    replay(run, month, witness)
    training = witness.seen[month].training("alpha")
    assert training is not None
    expected: dict[int, int] = {}
    for group, pages in training.eligible.items():
        if group.generation is not None:
            expected[group.generation] = expected.get(group.generation, 0) + pages
    assert training.generations == pytest.approx(expected)
    assert len(expected) > 2


def test_rules_are_told_with_their_values_before_and_after(folder: Path) -> None:
    first, second, between = (explain(folder, Question("policy", month=m)) for m in ("2023-01", "2024-06", "2023-02"))
    table = table_of(first, "rules", "Values")
    assert table["lab.mix.archive.share"] == {"before": "nothing", "from now on": "0.3"}
    assert table_of(second, "rules", "Values") == {
        "lab.mix.archive.share": {"before": "0.3", "from now on": "0.5"},
        "lab.filter.drop_labelled": {"before": "false", "from now on": "true"},
        "lab.decoder.temperature": {"before": "0.3", "from now on": "0.9"},
    }
    assert "New from this month on: Filter and archive." in sentences(first, "rules")
    assert "In force since 2023-01: Filter and archive." in sentences(second, "rules")
    assert sentences(between, "rules").startswith("No rule changed this month.")
    assert "The next change comes in 2024-06." in sentences(between, "rules")


def test_a_month_without_training_says_when_the_next_one_comes(folder: Path) -> None:
    quiet = explain(folder, Question("policy", month="2024-10"))
    assert "The next training comes in 2024-12: alpha." in sentences(quiet, "kept")
    assert not {"corpus", "released", "vanished"} & {each.name for each in quiet.chapters}
    one = explain(folder, Question("policy", month="2024-12", lab="beta"))
    assert "The next training comes in 2025-03: beta." in sentences(one, "kept")
    last = explain(folder, Question("policy", month="2025-12", lab="beta"))
    assert "None will be due before the run ends." in sentences(last, "kept")


def test_a_month_without_training_says_what_was_published_since_the_last_release(folder: Path) -> None:
    """Alpha's model of June was the last but beta's of September; pages of the months after it, by the table."""
    for lab, since in ((None, "2024-09"), ("alpha", "2024-06")):
        story = explain(folder, Question("policy", replicate=1, month="2024-11", lab=lab))
        rows = pd.read_parquet(folder / "monthly.parquet")
        rows = rows[(rows["scenario"] == "policy") & (rows["replicate"] == 1)]
        rows = rows[(rows["month"] > since) & (rows["month"] <= "2024-11")]
        new = rows[[f"new_{name}" for name in PROVENANCES]].sum()
        assert value_of(story, "kept", "Since the last release", "pages") == new.sum()
        assert value_of(story, "kept", "Since the last release", "share") == new["new_synthetic"] / new.sum()
        assert f"({lab or 'beta'}, {since})" in sentences(story, "kept")
    assert "Since the last" not in sentences(explain(folder, Question("policy", month="2021-01")), "kept")


def test_the_baseline_is_told_beside_it_only_where_it_differs(folder: Path) -> None:
    before = explain(folder, Question("policy", month="2022-12"))
    assert "Since" not in str(before.checked)
    assert "baseline" not in sentences(before, "writing")
    assert "Its rules are those of small throughout." in str(explain(folder, Question("same")).checked)
    assert "baseline" not in str(explain(folder, Question("small")).as_json()["chapters"])


def test_where_there_is_no_baseline_none_is_promised(folder: Path, tmp_path: Path) -> None:
    """Its run failed, or ended before the month."""
    there = copytree(folder, tmp_path / "failed")
    file = there / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**manifest, "failed": ["runs/small/1.parquet"]}), encoding="utf-8")
    story = explain(there, Question("policy", replicate=1, month=MONTH))
    since = "From 2023-01 on its rules are not those of small"
    assert f"{since}, but nothing is compared with it: its run with the same luck failed." in str(story.checked)
    assert "baseline" not in str(story.as_json()["chapters"])
    assert f'{since}: "in the baseline" means the same luck' in str(
        explain(there, Question("policy", replicate=0, month=MONTH)).checked
    )
    run = next(reopened(folder).runs_of("small"))
    assert _missing(run, parse_month("2026-01"), failed=False) == "it ends in 2025-12"
    assert _missing(run, parse_month("2025-12"), failed=False) == ""


def test_what_is_left_open_is_the_last_release(folder: Path) -> None:
    assert explain(folder, Question("policy")).month == "2025-12"
    assert explain(folder, Question("policy", lab="beta")).month == "2025-09"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (Question(), "which scenario? --scenario NAME, one of: small, policy, same"),
        (Question("polici"), "--scenario polici: there are small, policy, same; did you mean 'policy'?"),
        (Question("policy", replicate=2), "--replicate 2: there are 0 to 1"),
        (Question("policy", draw=1), "--draw 1: there is only 0"),
        (Question("policy", month="2024"), "--month 2024: a month is written YYYY-MM, such as 2027-01"),
        (Question("policy", month="2026-01"), "--month 2026-01: policy goes from 2021-01 to 2025-12"),
        (Question("policy", lab="alfa"), "--lab alfa: policy has alpha, beta; did you mean 'alpha'?"),
    ],
)
def test_what_there_is_not_is_refused(folder: Path, question: Question, said: str) -> None:
    with pytest.raises(InputError) as error:
        explain(folder, question)
    assert str(error.value) == said


def test_a_replay_is_the_run_to_the_last_bit_and_half_a_run_its_beginning(folder: Path) -> None:
    planned = reopened(folder)
    for run in planned.runs:
        for until in (parse_month("2022-05"), run.scenario().scenario.time.end):
            made = replay(run, until, Witness([]))
            assert differences(made, recorded(folder / planned.file(run), until)) == []
            assert len(made["monthly"]) == until - parse_month("2021-01") + 1


def nudged(folder: Path) -> Path:
    """The file of a run in which one number is one bit off, and says so nowhere."""
    planned = reopened(folder)
    run = list(planned.runs_of("policy"))[1]
    file = folder / planned.file(run)
    tables = {name: {c: rows[c].to_numpy().copy() for c in rows.column_names} for name, rows in read_run(file).items()}
    column = tables["monthly"]["hill_1"]
    column[20] = np.nextafter(column[20], 2)

    class Trajectory:
        def __getattr__(self, name: str) -> dict[str, np.ndarray]:
            return tables.get(name, {})

    write_run(file, encode(Trajectory(), run.key))  # type: ignore[arg-type]
    return file


def test_a_run_that_gives_another_bit_is_refused_and_told_anyway_only_when_asked(folder: Path, tmp_path: Path) -> None:
    there = copytree(folder, tmp_path / "results")
    file = nudged(there)
    with pytest.raises(WebloopError) as error:
        explain(there, Question("policy", replicate=1, month=MONTH))
    assert error.value.exit_code == 1
    assert f"{file}: run again it gives other numbers than those recorded\nmonthly: hill_1 from 2022-09\n" in str(
        error.value
    )
    story = explain(there, Question("policy", replicate=1, month=MONTH, anyway=True))
    assert "these are NOT the recorded numbers" in str(story.checked)
    assert story.unlike[1] == "monthly: hill_1 from 2022-09"
    early = explain(there, Question("policy", replicate=1, month="2022-08"))  # before the month in question
    assert not early.unlike


def test_a_file_that_is_lost_is_named(folder: Path, tmp_path: Path) -> None:
    there = copytree(folder, tmp_path / "results")
    (there / "runs/policy/0.parquet").unlink()
    with pytest.raises(InputError, match=r"has lost runs/policy/0\.parquet; the command that made it makes it again"):
        explain(there, Question("policy"))


def test_a_run_of_a_block_is_told_of_its_own_replicate(tmp_path: Path) -> None:
    folder = blocks_of(tmp_path)
    planned = reopened(folder)
    for run in planned.runs:
        assert run.block == 0
        replayed = replay(run, run.scenario().scenario.time.end, Witness([]))
        assert differences(replayed, recorded(folder / planned.file(run))) == []
    rows = pd.read_parquet(folder / "generations.parquet")
    for scenario, metric in (("paper", "variance_ratio"), ("ideas", "hill_1")):
        told = []
        for replicate in range(3):
            story = explain(folder, Question(scenario, replicate=replicate))
            table = table_of(story, "released", "Held against")
            name = next(each for each in table if each.startswith(metrics()[metric].label))
            chosen = (rows["scenario"] == scenario) & (rows["replicate"] == replicate) & (rows["month"] == story.month)
            assert table[name]["after"] == pytest.approx(float(rows[chosen][metric].iloc[0]), rel=1e-12)
            told.append(table[name]["after"])
        assert len(set(told)) == 3


class _Specimens:
    """Keeps the last world that it saw."""

    world: World

    def observe(self, world: World) -> None:
        self.world = world


def test_words_vanish_as_specimens_say(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    run_study(load_study([write_text_study(tmp_path)], {}, 1, None), folder, jobs=1)
    story = explain(folder, Question("cold"))
    planned = reopened(folder)
    run = next(planned.runs_of("cold"))
    eye = _Specimens()
    World(run.scenario(), Streams(run.seed, 0), eye).run()
    domain: Any = eye.world.domain
    new = eye.world.labs[0].newest
    assert new is not None
    words, known = domain.corpus.vocabulary.words, domain.original.counts > 0
    old, now = (
        {words[i] for i in np.flatnonzero((domain.specimens[new.lab, g].counts > 0) & known)}
        for g in (new.generation - 1, new.generation)
    )
    assert value_of(story, "vanished", "vanished with", "gone") == len(old - now)
    assert value_of(story, "vanished", "Of {known}", "after") == len(now)
    assert set(table_of(story, "vanished", "Vanished")) <= old - now
    row = row_of(folder, "generations", "cold", month=story.month, replicate=0)
    table = table_of(story, "released", "Held against")
    assert table["Perplexity [words] ↓"]["after"] == row["perplexity"]
    assert table["Words alive ↑"]["after"] == row["words_alive"]


def walk(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        for value in data.values():
            yield from walk(value)
    elif isinstance(data, list):
        for value in data:
            yield from walk(value)
    else:
        yield data


def test_a_story_is_data_without_nan_and_its_texts_have_their_values(story: Story) -> None:
    data = story.as_json()
    assert all(value == value for value in walk(data))
    first = data["chapters"][1]["parts"][0]["sentences"][0]
    assert first["values"]["total"] == sum(story_pages(story))
    assert str(Amount(first["values"]["total"], "pages", "page")) in first["text"]


def story_pages(story: Story) -> list[float]:
    return [row["pages"] for words, row in table_of(story, "writing", "Pages published").items() if words in WHO]


def test_differences_name_what_differs() -> None:
    one = {"monthly": pa.table({"month": [24252, 24253], "a": [1.0, float("nan")], "b": [0.0, 1.0]})}
    other = {"monthly": pa.table({"month": [24252, 24253], "a": [1.0, float("nan")], "b": [-0.0, 1.0]})}
    assert differences(one, one) == []
    assert differences(one, other) == ["monthly: b from 2021-01"]
    assert differences(one, {}) == ["monthly: only one of the two has it"]


def test_farms_and_several_crawlers_are_told_apart() -> None:
    """A web of sites with farms, where a second crawler fetches for beta alone: pages are conserved in every month."""
    world = after(0, {**RANKED, **FARMS, "crawlers.own": {"coverage": 0.7, "historic_coverage": 0.1, "labs": ["beta"]}})
    start, end = world.rules.time.start, world.rules.time.end
    witness, ledger = Witness(range(start, end + 1)), Ledger()
    World(world.resolved, world.streams, _Pair(witness, ledger)).run()
    farmed = 0.0
    for month, each in witness.seen.items():
        assert {name: dict(pages) for name, pages in each.fetched.items()} == ledger.fetched[month]
        farm = [publisher for publisher in each.publishers if publisher.segment is None]
        assert len(farm) == 1
        farmed += farm[0].farmed
        expected = sum(p.own + p.with_ai + p.farmed for p in each.publishers)
        assert abs(expected - sum(each.published.values())) <= len(each.pages) + 1
        asked = [writer.share for writer in each.writers]
        assert not asked or np.isnan(asked).all() or sum(asked) == pytest.approx(1)
        for training in each.trainings:
            assert sum(numbers[2] for numbers in thrown_away(training).values()) == training.unused
    assert farmed > 0
    assert set(witness.seen[end].fetched) == {"common", "own"}


class _Pair:
    """Two observers."""

    def __init__(self, one: Witness, other: Ledger) -> None:
        self.both = one, other

    def observe(self, world: World) -> None:
        for each in self.both:
            each.observe(world)


def test_a_draw_is_told_with_its_own_values_and_its_own_baseline(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "fast.yaml").write_text("extends: small.yaml\nlab: {cadence: 3}\n", encoding="utf-8")
    uncertain = "uncertain: {web.pages_per_month: {kind: uniform, low: 1000, high: 9000}}\ndraws: 3\n"
    text = f"baseline: small.yaml\nscenarios: [fast.yaml]\nreplicates: 1\n{uncertain}"
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    folder = tmp_path / "results"
    run_study(load_study([tmp_path / "study.yaml"], {}, None, None), folder, jobs=1)
    for draw in (0, 2):
        story = explain(folder, Question("fast", draw=draw, month="2024-12"))
        table = table_of(story, "writing", "Pages published")
        for column, scenario in (("pages", "fast"), ("baseline", "small")):
            row = row_of(folder, "monthly", scenario, draw=draw, replicate=0, month="2024-12")
            assert table["people alone"][column] == row["new_human"]
        assert story.draw == draw
    with pytest.raises(InputError, match="--draw 3: there are 0 to 2"):
        explain(folder, Question("fast", draw=3))
