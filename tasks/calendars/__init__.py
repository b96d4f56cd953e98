"""Calendar files for importers and contacts."""
