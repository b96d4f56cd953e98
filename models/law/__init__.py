"""The law: rules as documents, and the pure functions that turn a docket of facts into deadlines."""
