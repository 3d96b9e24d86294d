"""What a page shows a shell, done: each page's blocks from top to bottom in one bash, in a small world of its own.

`blocks` reads pages, `place` is where they are played, with servers (`servers`) and somebody who types (`person`);
`stand_ins` does what would change the machine; `played` plays a page.
"""
