"""From bytes to text, a reader a format: an `Extract`, which is text or a named problem.

Runs in the cage. What a document is for is `documents`'.
"""
