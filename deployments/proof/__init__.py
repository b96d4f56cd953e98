"""What `deployments.verify` looks at, each with what it found."""
