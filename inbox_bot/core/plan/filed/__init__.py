"""What is filed of a mail: whose application, for what, with which documents, in which folder."""
