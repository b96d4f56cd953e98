"""Where it runs: deployments, schedules, and the processes of one machine."""
