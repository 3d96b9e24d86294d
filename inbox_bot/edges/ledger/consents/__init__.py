"""Who was asked whether they may be kept longer than `keep` says, and what they answered."""
