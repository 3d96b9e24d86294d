"""The shelf of what decisions taught: written with the decision, asked for before a mail is judged, listed."""
