"""PDF as text (`reader`): what stands on its pages, what is hidden there, and what the file holds beside them."""
