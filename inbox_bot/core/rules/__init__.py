"""rules.yaml's text to `Rules`, or to a list of problems with line and column.

Owns what a user may write (`model`, `user_rules`), how the text is read (`yaml_tree`), how problems are found (`shape`,
`checks`, `template_checks`) and said (`problems`), and the compiled templates of answers (`templates`). Begin at
`load`. Reading files and asking the environment for secrets is left to the caller.
"""
