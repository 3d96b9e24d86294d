"""What people decided, as part of a plan: of a mail, of an applicant, of all of a vacancy."""
