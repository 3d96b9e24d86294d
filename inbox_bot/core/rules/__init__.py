"""rules.yaml's text to `Rules`, or to a list of problems with line and column."""
