"""What kind of mail, is the sender an agency, which vacancy, who applies: each with evidence a person can read."""
