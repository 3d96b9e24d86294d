"""Everything that touches the world, a room an edge.

The rooms don't import each other: the pipeline puts them together.
"""
