"""Verdict, rules and history to a `Plan`: one outcome, the applications, and the actions asked for."""
