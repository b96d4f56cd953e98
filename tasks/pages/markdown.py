"""Markdown as Prefect's pages show it well."""


def safe(text: str) -> str:
    """What a person typed, so that it stays text in Markdown and in a table."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "&#124;")
    return " ".join("".join(f"\\{char}" if char in "\\`*_[]#~" else char for char in escaped).split())


def value_words(value: object) -> str:
    """A fact's value as people write it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:,.2f}"
        case _:
            return str(value)
