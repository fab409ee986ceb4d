"""Wrong versions of the book's claims, and what the two routes say to them."""
