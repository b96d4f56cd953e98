"""The pages that people read: of a matter, of all that runs, of what is asked; and how they are published."""
