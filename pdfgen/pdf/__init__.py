"""PDF: content streams, structure, faces, and the file around them."""
