"""rules.yaml's text to `Rules`, or to a list of problems with line and column.

Owns what a user may write (`model`, `user_rules`, `agencies`, `sign_in`), how its values are written (`written`), how
the text is read and held against the model (`text`), what has to fit together (`checks`), and the templates of answers
(`templates`). Begin at `load`. Reading files and asking the environment for secrets is left to the caller.
"""
