"""Job boards and delivery services: machines that write for an applicant, and what they say of them."""
