"""Which deadlines run, in the words of the indexes by which the watch finds those that want a look."""

RUNS = "NOT withdrawn AND settled_on IS NULL"
"""What runs: neither settled nor withdrawn."""

UNLOOKED = {
    "act_by": f"{RUNS} AND (looked_on IS NULL OR looked_on < act_by)",
    "strict_on": f"{RUNS} AND (looked_on IS NULL OR looked_on <= strict_on)",
    "lenient_on": f"{RUNS} AND (looked_on IS NULL OR looked_on <= lenient_on)",
}
"""What of it may still want a look because of a day: by these the watch finds it once the day has come,
whatever is planned as its next look."""
