"""Write the generated pages of docs/, and the generated parts of docs/ODD.md, from the schema, registries and commands.

python analysis/reference.py
"""

from pathlib import Path

from webloop.cli import EXIT_CODES, group
from webloop.files import write_text
from webloop.reference.pages import generated

DOCS = Path(__file__).resolve().parent.parent / "docs"

if __name__ == "__main__":
    for file, text in generated(DOCS, group, EXIT_CODES).items():
        write_text(file, text)
