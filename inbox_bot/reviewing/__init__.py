"""What reviewers order by mail: each of their mails is read, proven, followed and acknowledged.

Owns the way from a mail of kind `command` to decisions, and the words of what is written back. The grammar, the tokens
and the proof are core/review's; what follows from a decision is the pipeline's. Read `follow` first.
"""
