"""Webhooks, as they go over the wire: signed as Standard Webhooks says, to an address that was looked at first.

Owns the signature, where a name may lead, and what an answer means. What is told, and when it is tried again, is the
pipeline's.
"""

from inbox_bot.edges.hooks.post import HookFailed, HookRefused, post, way_to
from inbox_bot.edges.hooks.signing import BadSecret, key_of

__all__ = ["BadSecret", "HookFailed", "HookRefused", "key_of", "post", "way_to"]
