"""Merging: scenario over base, patches over scenario, labs over `lab`."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webloop.scenario.merge import expand_labs, idle_removals, lab_home, merged, put


@pytest.mark.parametrize(
    ("base", "over", "result"),
    [
        (
            {"time": {"end": "2030-01"}},
            {"time": {"start": "2020-01"}},
            {"time": {"end": "2030-01", "start": "2020-01"}},
        ),
        ({"title": "a"}, {"title": "b"}, {"title": "b"}),
        ({"writers": {"assist_bins": [1, 2, 3]}}, {"writers": {"assist_bins": [4]}}, {"writers": {"assist_bins": [4]}}),
        ({"archive": {"coverage": 0.1}}, {"archive": None}, {}),
        (
            {"archive": {"coverage": 0.1, "date": "2022-12"}},
            {"archive": {"date": None}},
            {"archive": {"coverage": 0.1}},
        ),
        ({"labs": {"a": {}, "b": {}}}, {"labs": {"a": None}}, {"labs": {"b": {}}}),
    ],
    ids=["deep", "scalar", "list", "null", "null below", "null for an entry"],
)
def test_mappings_merge_lists_replace_null_removes(base, over, result):
    assert merged(base, over) == result


DETECTOR = {"kind": "classifier", "tpr": 0.9, "fpr": 0.02}


@pytest.mark.parametrize(
    ("base", "over", "result"),
    [
        (DETECTOR, {"tpr": 0.5}, {"kind": "classifier", "tpr": 0.5, "fpr": 0.02}),
        (DETECTOR, {"kind": "classifier", "tpr": 0.5}, {"kind": "classifier", "tpr": 0.5, "fpr": 0.02}),
        (DETECTOR, {"kind": "perfect"}, {"kind": "perfect"}),
        (DETECTOR, "perfect", "perfect"),
        (DETECTOR, "classifier", "classifier"),
        ("classifier", {"tpr": 0.5}, {"kind": "classifier", "tpr": 0.5}),
        ("perfect", {"kind": "classifier", "tpr": 0.5}, {"kind": "classifier", "tpr": 0.5}),
        ({"tpr": 0.9}, {"kind": "classifier", "fpr": 0.1}, {"kind": "classifier", "tpr": 0.9, "fpr": 0.1}),
        ({"tpr": 0.9}, {"kind": "perfect"}, {"kind": "perfect"}),
        (None, {"tpr": 0.9}, {"tpr": 0.9}),
    ],
    ids=["same", "said again", "another", "name", "same name: its defaults", "onto a name", "name to mapping",
         "default kind said", "default kind left", "nothing yet"],
)  # fmt: skip
def test_another_kind_replaces_the_whole_submodel(base, over, result):
    data = {"lab": {"filter": {"detector": base} if base is not None else {}}}
    assert merged(data, {"lab": {"filter": {"detector": over}}}) == {"lab": {"filter": {"detector": result}}}


def test_a_word_gives_way_to_a_mapping_and_back():
    unlimited, budget = {"lab": {"budget": "unlimited"}}, {"lab": {"budget": {"tokens": 1e12}}}
    assert merged(unlimited, budget) == budget
    assert merged(budget, unlimited) == unlimited


def test_an_entry_called_kind_is_an_entry():
    base = {"communities": {"kind": {"share": 0.5}, "b": {"share": 0.5}}}
    assert merged(base, {"communities": {"kind": {"share": 0.4}}})["communities"]["b"] == {"share": 0.5}


def test_pins_of_base_and_file_come_in_order():
    base = {"pinned_pollution": {"2023-01": 0.1, "2030-01": 0.5}}
    assert list(merged(base, {"pinned_pollution": {"2026-01": 0.3}})["pinned_pollution"]) == [
        "2023-01",
        "2026-01",
        "2030-01",
    ]


def test_put_makes_missing_parts_and_leaves_the_data_alone():
    data = {"lab": {"cadence": 6}}
    assert put(data, ("lab", "mix", "archive", "share"), 0.2) == {
        "lab": {"cadence": 6, "mix": {"archive": {"share": 0.2}}}
    }
    assert data == {"lab": {"cadence": 6}}


def test_put_reaches_into_names_and_lists():
    data = {"lab": {"accumulation": "window"}, "interventions": [{"date": "2027-01"}, {"date": "2028-01"}]}
    assert put(data, ("lab", "accumulation", "months"), 6)["lab"]["accumulation"] == {"kind": "window", "months": 6}
    assert put(data, ("interventions", "1", "date"), "2029-01")["interventions"] == [
        {"date": "2027-01"},
        {"date": "2029-01"},
    ]
    assert put(data, ("interventions", "0"), None)["interventions"] == [{"date": "2028-01"}]


def test_labs_follow_lab_unless_their_entry_says_otherwise():
    data = {
        "lab": {"cadence": 6, "filter": {"detector": {"kind": "classifier", "tpr": 0.5}}},
        "labs": {"a": {}, "b": {"cadence": 3, "filter": {"detector": "perfect"}}, "c": {"filter": {"detector": None}}},
    }
    labs = expand_labs(data)["labs"]
    assert labs["a"] == data["lab"]
    assert labs["b"] == {"cadence": 3, "filter": {"detector": "perfect"}}
    assert labs["c"] == {"cadence": 6, "filter": {}}


def test_without_entries_there_is_one_lab():
    assert expand_labs({"lab": {"cadence": 6}})["labs"] == {"lab": {"cadence": 6}}
    assert expand_labs({})["labs"] == {"lab": {}}


def test_null_in_an_entry_of_labs_survives_merging():
    base = {"labs": {"a": {"cadence": 6}}}
    assert merged(base, {"labs": {"a": {"cadence": None}}}) == {"labs": {"a": {"cadence": None}}}


@pytest.mark.parametrize(
    ("path", "home"),
    [
        (("labs", "a", "cadence"), ("labs", "a", "cadence")),
        (("labs", "b", "cadence"), ("lab", "cadence")),
        (("labs", "a", "filter", "detector", "tpr"), ("labs", "a", "filter", "detector", "tpr")),
        (("labs", "a", "decoder", "temperature"), ("labs", "a", "decoder", "temperature")),
        (("labs", "a"), ("labs", "a")),
        (("archive", "date"), ("archive", "date")),
    ],
)
def test_home_of_a_labs_value(path, home):
    entry = {"cadence": 3, "filter": {"detector": "perfect"}, "decoder": {"kind": "sampling"}}
    assert lab_home(path, {"lab": {}, "labs": {"a": entry, "b": {}}}) == home


def test_null_that_removes_nothing():
    base = {"labs": {"a": {}}, "communities": {"m": {"share": 1}}}
    over = {"labs": {"a": None, "z": None}, "communities": {"x": None}, "archive": None, "lab": {"cadence": None}}
    assert [fault.path for fault in idle_removals(base, over)] == [("labs", "z"), ("communities", "x")]


words = st.sampled_from(["a", "b", "c"])
leaves = st.sampled_from([0, 1, "x", [1], [2, 3]])
mappings = st.dictionaries(words, leaves | st.dictionaries(words, leaves, max_size=3), max_size=3)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(base=mappings, over=mappings)
def test_what_was_merged_in_holds(base, over):
    once = merged(base, over)
    assert merged(once, over) == once
    assert merged({}, base) == base
    assert set(once) == set(base) | set(over)
