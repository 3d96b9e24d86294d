"""The documentation as a site: docs/ as it is, and what is made of the commands and of rules.yaml's model."""
