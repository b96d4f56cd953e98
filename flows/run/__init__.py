"""What every run opens, sweeps, says and emits."""
