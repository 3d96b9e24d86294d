"""Careers pages: fetched over HTTPS from their own host alone, or read from a file; and rules.yaml, written whole."""

from inbox_bot.edges.careers.fetching import PageDown, fetch_page, page_in
from inbox_bot.edges.careers.writing import NotWritten, write_rules

__all__ = ["NotWritten", "PageDown", "fetch_page", "page_in", "write_rules"]
