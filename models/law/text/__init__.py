"""The law as text: reads the law files into rules."""
