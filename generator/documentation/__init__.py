"""The pages under docs/ that are made from the code: `make docs`."""

from generator.documentation.pages import PAGES, render_page, write_pages

__all__ = ["PAGES", "render_page", "write_pages"]
