"""The shelf of introductions: whom agencies presented on which terms, how they were refused, who is known twice."""
