"""Careers pages: fetched over HTTPS from their own host alone, or read from a file; and rules.yaml, written whole."""

from inbox_bot.edges.careers.fetching import PageDown, content_of, fetch_page
from inbox_bot.edges.careers.writing import NotWritten, keep_copy, may_write_rules, write_rules

__all__ = ["NotWritten", "PageDown", "content_of", "fetch_page", "keep_copy", "may_write_rules", "write_rules"]
