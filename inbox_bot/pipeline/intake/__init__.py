"""The way in: from a folder's news to committed outcomes. Read `take_in` first."""
