"""How a value of rules.yaml is written: each type from text to value, or to what is wrong with it."""
