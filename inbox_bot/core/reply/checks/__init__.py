"""The checks of `decide.py`: each is given a proposed answer and what was answered before, and says why it may not go.

Each reads alone and names its source. In which order they are asked, and which are asked again when an answer is
claimed, is `decide`'s.
"""
