"""The part of a scenario about what pages say of their provenance."""

from webloop.registry import Config, param


class Labels(Config):
    """What pages say of their provenance: labels and watermarks on AI pages, signatures on human ones."""

    share: float = param(
        0.0, "Pages mostly written by a model that carry a label", unit="share", ge=0, le=1, source="lever"
    )
    removal: float = param(
        0.0,
        "Watermarks that paraphrase or editing removes",
        unit="share",
        ge=0,
        le=1,
        source="neutral 0; Krishna et al. 2023, arXiv:2303.13408: paraphrase removes most",
    )
    detection: float = param(
        0.95,
        "Surviving watermarks that a reader of watermarks finds",
        unit="share",
        ge=0,
        le=1,
        source="SynthID, doi:10.1038/s41586-024-08025-4: about 0.95 from 200 tokens on, not verified",
    )
    signed: float = param(
        0.0,
        "Pages written without AI that are signed as such (content credentials)",
        unit="share",
        ge=0,
        le=1,
        source="lever; C2PA specification 2.1",
    )
    forged: float = param(
        0.0,
        "Pages with AI text that are signed as if written without",
        unit="share",
        ge=0,
        le=1,
        source="neutral 0: no data",
    )
