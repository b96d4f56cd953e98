"""The named functions beside the engine, one module a matter of law: what no row of a law file can say."""
