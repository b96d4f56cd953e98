"""What `deployments.move` is made of: the two ends, the rows, and whether both sides agree after."""
