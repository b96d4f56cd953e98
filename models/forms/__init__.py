"""What people type: each form of the product, checked and turned into an input of the record."""
