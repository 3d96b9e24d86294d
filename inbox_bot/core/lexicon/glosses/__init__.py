"""What the words of letters mean, in words that all languages share."""
