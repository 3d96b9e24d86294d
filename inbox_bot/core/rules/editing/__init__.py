"""rules.yaml, changed by a program: what is put in stands among what a person has written, which stays to the byte."""
