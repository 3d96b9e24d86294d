"""What browsers show, as text: HTML, and saved pages."""
