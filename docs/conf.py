"""The documentation as a site: `sphinx-build -W docs docs/_build` needs the extra `docs` and no network."""

from importlib.metadata import version as installed

project = "webloop"
author = copyright = "The webloop developers"  # noqa: A001 (Sphinx's name)
release = version = installed("webloop")

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 4  # links to headings, as GitHub makes them
# `webloop`'s own examples of Markdown are tables, code and links: nothing that GitHub does not show as well
myst_enable_extensions: list[str] = []
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_title = "webloop"
html_static_path = ["_static"]
html_css_files = ["wide-tables.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
