"""Is this somebody who applied before? What a mail and its CV say of who they are, compared with what others said.

Pure. `keys` takes the keys out of an applicant's own mail; `linking` says of the keys and of those who bore the same
ones before whether it is the same person, and by what. The fact to know: a wrong link mixes two people's documents, and
is worse than none. So a name alone never links, and a key that two names bear is a question for a person.
"""
