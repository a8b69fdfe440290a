"""Sites, links, crawlers and farms: what does not fit together, and files of links that can't be read."""

from tests.scenario.broken import Broken

SITES = "sites: {from_edges: links.csv}\n"
ADDRESS = "this is an address; name a file on this machine by its path, and download it first if it isn't there"
OWNED = "sites: {from_edges: links.csv, owners: owners.csv}\n"
LINKS = "source,target\na.org,b.org\nb.org,a.org\n"

CASES = [
    Broken(
        "sites-ranking",
        "readers: {ranking: pagerank}\n",
        [
            (
                "a.yaml:1:20 readers.ranking: 'pagerank' needs links between sites; give the scenario sites: "
                "`sites: {number: 1000}`"
            ),
        ],
    ),
    Broken(
        "sites-selection",
        """\
crawlers:
  common: {selection: visible}
""",
        [
            (
                "a.yaml:2:23 crawlers.common.selection: 'visible' needs links between sites; give the "
                "scenario sites: `sites: {number: 1000}`"
            ),
        ],
    ),
    Broken(
        "sites-few",
        """\
sites: {number: 3}
communities: {a: {share: 0.5}, b: {share: 0.5}}
writers:
  segments:
    press: {weight: 0.5}
    forum: {weight: 0.5}
    none: {weight: 0}
""",
        [
            ("a.yaml:1:17 sites.number: 3 sites are too few; must be at least 4: one for each segment and community"),
        ],
    ),
    Broken(
        "sites-one",
        "sites: {number: 1}\n",
        [
            (
                "a.yaml:1:17 sites.number: 1 is too small; must be a whole number from 2 to 1e7 (sites, "
                "default 1000): Sites of people when the run starts; each stands for many; not with `from_edges`"
            ),
        ],
    ),
    Broken(
        "sites-owners-alone",
        "sites: {owners: owners.csv}\n",
        [
            "a.yaml:1:9 sites.owners: there are no sites to own; set sites.from_edges as well",
        ],
    ),
    Broken(
        "sites-no-file",
        SITES,
        [
            "a.yaml:1:21 sites.from_edges: TMP/links.csv: there is no such file",
        ],
    ),
    Broken(
        "sites-folder",
        {"a.yaml": SITES, "links.csv": None},
        [
            "a.yaml:1:21 sites.from_edges: TMP/links.csv: this is a folder, not a file",
        ],
    ),
    Broken(
        "sites-address",
        """\
ideas: {from_text: https://example.org/words.txt}
sites:
  from_edges: https://example.org/links.csv
  owners: owners.csv
""",
        [
            f"a.yaml:1:20 ideas.from_text: {ADDRESS}; must be a text file, or python:MODULE",
            f"a.yaml:3:15 sites.from_edges: https://example.org/links.csv: {ADDRESS}",
        ],
    ),
    Broken(
        "sites-device",
        "sites: {from_edges: /dev/zero}\n",
        [
            "a.yaml:1:21 sites.from_edges: /dev/zero: this is a device or a pipe, not a file",
        ],
    ),
    Broken(
        "sites-empty",
        {"a.yaml": SITES, "links.csv": ""},
        [
            (
                "a.yaml:1:21 sites.from_edges: TMP/links.csv:1:1: the file is empty; its first line must be "
                "source,target"
            ),
        ],
    ),
    Broken(
        "sites-no-links",
        {"a.yaml": SITES, "links.csv": "source,target\n"},
        [
            (
                "a.yaml:1:21 sites.from_edges: TMP/links.csv:1:1: there are no links; each line after the "
                "first must hold one"
            ),
        ],
    ),
    Broken(
        "sites-column",
        {"a.yaml": SITES, "links.csv": "source,to\na.org,b.org\n"},
        [
            (
                "a.yaml:1:21 sites.from_edges: TMP/links.csv:1:8: unknown column 'to'; the first line must "
                "be source,target"
            ),
        ],
    ),
    Broken(
        "sites-column-missing",
        {"a.yaml": SITES, "links.csv": "source\na.org\n"},
        [
            (
                "a.yaml:1:21 sites.from_edges: TMP/links.csv:1:1: there is no column target; the first line "
                "must be source,target"
            ),
        ],
    ),
    Broken(
        "sites-semicolons",
        {"a.yaml": SITES, "links.csv": "source;target\na.org;b.org\n"},
        [
            (
                "a.yaml:1:21 sites.from_edges: TMP/links.csv:1:1: unknown column 'source;target'; the first "
                "line must be source,target; separate columns with commas"
            ),
        ],
    ),
    Broken(
        "sites-loop",
        {"a.yaml": SITES, "links.csv": LINKS + "b.org,b.org\n"},
        [
            ("a.yaml:1:21 sites.from_edges: TMP/links.csv:4:7 target: 'b.org' links to itself; a link joins two sites"),
        ],
    ),
    Broken(
        "sites-fields",
        {"a.yaml": SITES, "links.csv": LINKS + "b.org\n"},
        [
            ("a.yaml:1:21 sites.from_edges: TMP/links.csv:4:1: this line has 1 field; it must have 2: source, target"),
        ],
    ),
    Broken(
        "sites-long-line",
        {"a.yaml": SITES, "links.csv": LINKS + "x" * 1_000_000 + ",a.org\n"},
        [
            "a.yaml:1:21 sites.from_edges: TMP/links.csv:4:1: this line has 1,000,006 characters; at most 2,000",
        ],
    ),
    Broken(
        "sites-long-name",
        {"a.yaml": SITES, "links.csv": LINKS + "x" * 300 + ",a.org\n"},
        [
            (
                "a.yaml:1:21 sites.from_edges: TMP/links.csv:4:1 source: "
                "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…' has 300 characters; at most 253"
            ),
        ],
    ),
    Broken(
        "sites-quote",
        {"a.yaml": SITES, "links.csv": LINKS + '"b.org,a.org\n'},
        [
            (
                "a.yaml:1:21 sites.from_edges: TMP/links.csv:4:1: a quote in this line is not closed, or "
                'there is text behind it; write a quote in a name as ""'
            ),
        ],
    ),
    Broken(
        "sites-not-text",
        {"a.yaml": SITES, "links.csv": LINKS.encode() + b"\xff\xfe,a.org\n"},
        [
            ("a.yaml:1:21 sites.from_edges: TMP/links.csv:4:1: this line is not UTF-8 text; save the file as UTF-8"),
        ],
    ),
    Broken(
        "sites-no-owners",
        {"a.yaml": OWNED, "links.csv": LINKS},
        [
            "a.yaml:1:40 sites.owners: TMP/owners.csv: there is no such file",
        ],
    ),
    Broken(
        "sites-owner-segment",
        {"a.yaml": OWNED, "links.csv": LINKS, "owners.csv": "site,segment,community\na.org,al,majority\n"},
        [
            (
                "a.yaml:1:40 sites.owners: TMP/owners.csv:2:7 segment: there is no segment called 'al'; "
                "allowed: all, farm; did you mean 'all'?"
            ),
        ],
    ),
    Broken(
        "sites-owner-community",
        {"a.yaml": OWNED, "links.csv": LINKS, "owners.csv": "site,segment,community\na.org,all,majoriti\n"},
        [
            (
                "a.yaml:1:40 sites.owners: TMP/owners.csv:2:11 community: there is no community called "
                "'majoriti'; allowed: majority; did you mean 'majority'?"
            ),
        ],
    ),
    Broken(
        "sites-owner-farm",
        {"a.yaml": OWNED, "links.csv": LINKS, "owners.csv": "site,segment,community\na.org,farm,majority\n"},
        [
            (
                "a.yaml:1:40 sites.owners: TMP/owners.csv:2:12 community: a farm belongs to no community; "
                "leave this field empty"
            ),
        ],
    ),
    Broken(
        "sites-owner-site",
        {"a.yaml": OWNED, "links.csv": LINKS, "owners.csv": "site,segment,community\na.orq,all,majority\n"},
        [
            (
                "a.yaml:1:40 sites.owners: TMP/owners.csv:2:1 site: no link names the site 'a.orq'; sites "
                "are those of TMP/links.csv; did you mean 'a.org'?"
            ),
        ],
    ),
    Broken(
        "sites-owner-twice",
        {
            "a.yaml": OWNED,
            "links.csv": LINKS,
            "owners.csv": "site,segment,community\na.org,all,majority\na.org,all,majority\n",
        },
        [
            ("a.yaml:1:40 sites.owners: TMP/owners.csv:3:1 site: 'a.org' is listed twice; it stands in line 2 already"),
        ],
    ),
    Broken(
        "sites-owner-columns",
        {"a.yaml": OWNED, "links.csv": LINKS, "owners.csv": "site,segment\na.org,all\n"},
        [
            (
                "a.yaml:1:40 sites.owners: TMP/owners.csv:1:1: there is no column community; the first line "
                "must be site,segment,community"
            ),
        ],
    ),
    Broken(
        "sites-ranking-later",
        """\
interventions:
  - {date: 2027-01, set: {readers.ranking: pagerank}}
""",
        [
            (
                "a.yaml:2:44 interventions[0].set.readers.ranking: 'pagerank' needs links between sites; "
                "give the scenario sites: `sites: {number: 1000}`"
            ),
        ],
    ),
    Broken(
        "sites-resized",
        """\
interventions:
  - {date: 2027-01, set: {sites: {number: 100}}}
""",
        [
            (
                "a.yaml:2:35 interventions[0].set.sites.number: this can't change during a run; set it for "
                "the whole scenario instead"
            ),
        ],
    ),
    Broken(
        "sites-end",
        """\
sites: {number: 100}
interventions:
  - {date: 2027-01, set: {sites: null}}
""",
        [
            (
                "a.yaml:3:27 interventions[0].set.sites: this can't change during a run; set it for the "
                "whole scenario instead"
            ),
        ],
    ),
    Broken(
        "sites-number-later",
        """\
sites: {number: 100}
interventions:
  - {date: 2027-01, set: {sites.number: 200}}
""",
        [
            (
                "a.yaml:3:27 interventions[0].set.sites.number: this can't change during a run; set it for "
                "the whole scenario instead"
            ),
        ],
    ),
    Broken(
        "crawler-ranges",
        "crawlers: {common: {obeys_opt_out: 2, budget: 0, keeps_dead: 1}}\n",
        [
            (
                "a.yaml:1:36 crawlers.common.obeys_opt_out: 2 is too large; must be a number from 0 to 1 "
                "(share, default 1): Sites that shut it out and get their will"
            ),
            (
                "a.yaml:1:47 crawlers.common.budget: 0 is too small; must be a number above 0 and up to 1e15 "
                "(pages per month): Pages that it fetches at most; null: as many as its coverage gives"
            ),
            (
                "a.yaml:1:62 crawlers.common.keeps_dead: 1 is not true or false; must be true or false "
                "(default true): Whether labs may use pages that are no longer on the web"
            ),
        ],
    ),
    Broken(
        "farm-kind",
        "farms: profits\n",
        [
            (
                "a.yaml:1:8 farms: there is no kind of farm called 'profits'; must be one of profit; did you "
                "mean 'profit'?"
            ),
        ],
    ),
    Broken(
        "farm-cost",
        "farms: {cost: 0, speed: 9}\n",
        [
            (
                "a.yaml:1:15 farms.cost: 0 is too small; must be a number above 0 and up to 1,000 (US "
                "dollars, default 0.05): What a page costs at launch, at the median"
            ),
            (
                "a.yaml:1:25 farms.speed: 9 is too large; must be a number above 0 and up to 5 (log per "
                "month, default 0.35): Most that supply changes in a month, up or down"
            ),
        ],
    ),
    Broken(
        "reader-ranges",
        "readers: {imitation: {rate: 2}, overview: {click_ratio: -1}}\n",
        [
            (
                "a.yaml:1:29 readers.imitation.rate: 2 is too large; must be a number from 0 to 1 (per year, "
                "default 0.03): Share of a community's writing that comes to follow what it reads"
            ),
            (
                "a.yaml:1:57 readers.overview.click_ratio: -1 is too small; must be a number from 0 to 1 "
                "(ratio, default 0.53): Clicks where there is a summary, relative to searches without"
            ),
        ],
    ),
    Broken(
        "sites-come",
        """\
interventions:
  - {date: 2027-01, set: {sites: {growth: 0.1}}}
""",
        [
            (
                "a.yaml:2:27 interventions[0].set.sites: this can't change during a run; set it for the "
                "whole scenario instead"
            ),
        ],
    ),
    Broken(
        "sites-come-by-growth",
        """\
interventions:
  - {date: 2027-01, set: {sites.growth: 0.1}}
""",
        [
            (
                "a.yaml:2:27 interventions[0].set.sites.growth: with this change sites is wrong: this can't "
                "change during a run; set it for the whole scenario instead"
            ),
        ],
    ),
]
