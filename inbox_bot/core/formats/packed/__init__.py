"""What is packed, unpacked within budgets: zip packages, their XML, what deflate packed."""
