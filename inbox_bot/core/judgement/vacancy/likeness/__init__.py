"""How well a CV's words fit each vacancy: `terms` counts them, `background` says how rare each is, `compare` weighs."""
