"""An agency's mail as evidence: whom it presents, on which terms, when it came, and who is known twice."""
