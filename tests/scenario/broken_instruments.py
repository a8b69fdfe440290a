"""Instruments that look at what is not there."""

from tests.scenario.broken import Broken

BASE = "writers: {segments: {press: {weight: 1.0}}}\n"

CASES = [
    Broken(
        "instrument-unknown-kind",
        "instruments: {mine: {kind: ai_shares}}\n",
        [
            (
                "a.yaml:1:28 instruments.mine.kind: there is no kind of instrument called 'ai_shares'; must be one of "
                "ai_share, corpus, lost_pages, new_pages, shut_out, similarity, volume; did you mean 'ai_share'?"
            ),
        ],
    ),
    Broken(
        "instrument-looks-at-nothing",
        BASE + "instruments:\n"
        "  mine: {counts: majority, segments: [pres, press]}\n"
        "  crawl: {kind: new_pages, crawler: comon}\n",
        [
            (
                "a.yaml:3:39 instruments.mine.segments[0]: there is no segment 'pres'; allowed: press; "
                "did you mean 'press'?"
            ),
            (
                "a.yaml:4:37 instruments.crawl.crawler: there is no crawler 'comon'; allowed: common; "
                "did you mean 'common'?"
            ),
        ],
    ),
    Broken(
        "instrument-frame",
        "instruments: {mine: {frame: seen, fpr: 2}}\n",
        [
            (
                "a.yaml:1:29 instruments.mine.frame: 'seen' is not one of the choices; must be one of new, live, "
                "visible, crawled, cited (default new): What the sample is taken from"
            ),
            (
                "a.yaml:1:40 instruments.mine.fpr: 2 is too large; must be a number from 0 to 1 (share, default 0.01): "
                "Taken for AI, of what is not"
            ),
        ],
    ),
    Broken(
        "instrument-of-some-labs",
        "crawlers: {common: {}, own: {labs: [lab]}}\ninstruments: {mine: {frame: crawled, crawler: own}}\n",
        [
            (
                "a.yaml:2:47 instruments.mine.crawler: the crawler 'own' leaves out pages of some labs, which no "
                "segment tells apart; name a crawler that fetches all labs' pages"
            ),
        ],
    ),
    Broken(
        "instrument-of-ideas",
        "content: gaussian\ntime: {history_years: 0}\nlab: {learner: gaussian_mle}\ninstruments: {same: similarity}\n",
        [
            (
                "a.yaml:4:21 instruments.same: 'similarity' looks at ideas, and pages here hold gaussian (content); "
                "leave it out"
            ),
        ],
    ),
]
