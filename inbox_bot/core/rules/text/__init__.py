"""rules.yaml's text: its tree with positions, held against the model, and what is wrong with it said at its line."""
