"""What people ask for about their data, until a person says that it is settled."""
