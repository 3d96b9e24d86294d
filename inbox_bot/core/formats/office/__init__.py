"""What office programs write, as text: DOC, DOCX, RTF, OpenDocument, Pages; and which of it needs a password."""
