"""What the columns of tables mean that only some scenarios have: linked sites, instruments, text."""

from collections.abc import Mapping

SEEN: Mapping[str, Mapping[str, str]] = {
    "sites.parquet": {
        "site": "index of the site, in order of opening; with segment and community the same site in all scenarios",
        "name": "its name in the user's own list of sites; empty otherwise",
        "segment": "segment of its owner; farm: a content farm",
        "community": "community of its owner; farm: a content farm",
        "among": "how many sites there are in that month, of people or of farms, whichever the site is",
        "visibility": "share of all reading in that month, AI answers included, that reaches it",
        "pages": "expected number of live pages on it",
        "human": "share of these pages that people wrote without AI",
        "assisted": "share that people wrote with a model",
        "synthetic": "share that models wrote",
        "shut_out": "1 where crawlers are shut out, else 0",
        "all_models": "share of all reading in that month, on all sites and in AI answers, that is text of models",
        "all_farms": "share of all reading in that month that is on content farms, on all of them",
        "all_answers": "share of all reading in that month that ends at an AI answer",
    },
    "links.parquet": {
        "source": "site on which the links stand, as in sites.parquet",
        "target": "site to which they lead, as in sites.parquet",
        "number": "how many links between the two, in this direction",
    },
    "readings.parquet": {
        "instrument": "name of the instrument in the scenario: a published measurement, taken on the simulated web",
        "expected": "its reading without chance of sampling, its errors included, in the instrument's unit",
        "reading": "one reading, with chance of sampling",
    },
    "samples.parquet": {
        "prompt": "which prompt, from 0: the beginning of a held-out passage that nobody publishes",
        "specimen_words": "words of the model's specimen: words alive, different words and distinct-2 depend on it",
        "people_words": "words that people had published when the first model was trained: words alive is the share of "
        "the different ones among them",
        "beginning": "the words that the model is given, the same for all models",
        "people_wrote": "how people went on",
        "model_wrote": "how the model goes on, sampled as it publishes",
    },
}
"""Columns by table."""
