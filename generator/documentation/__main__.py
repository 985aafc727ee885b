"""`python -m generator.documentation`: writes the generated pages anew."""

import sys

from generator.documentation.pages import write_pages
from generator.project import find_project

if __name__ == "__main__":
    for name in write_pages(find_project().root / "docs"):
        sys.stdout.write(f"docs/{name}\n")
