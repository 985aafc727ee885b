"""Takes over a cluster that was there before: its spec, and the import blocks by which Terraform learns of it."""

from generator.adoption.existing import Existing
from generator.adoption.imports import IMPORTS, import_blocks, imports_file, place_imports
from generator.adoption.reading import read_existing
from generator.adoption.writing import Owner, spec_text

__all__ = [
    "IMPORTS",
    "Existing",
    "Owner",
    "import_blocks",
    "imports_file",
    "place_imports",
    "read_existing",
    "spec_text",
]
