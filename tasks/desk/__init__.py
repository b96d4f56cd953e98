"""What the pages of the desk show, and what an act at the desk does: read and written without a browser."""
