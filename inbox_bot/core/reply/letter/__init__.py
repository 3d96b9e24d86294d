"""The letter: what it says, how it looks, what goes over the wire, and by what it is known when it comes back.

Whether it may go out is not asked here. `compose` makes the text, `page` its HTML part, `wire` the bytes; `refusal`,
`survived` and `quotes` read what servers made of it.
"""
