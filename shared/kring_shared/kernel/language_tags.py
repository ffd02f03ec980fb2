"""Language tags (BCP 47), as far as they have to be compared."""


def main_part(tag: str) -> str:
    """Give the language of a tag without script and region: `nl` of `nl-BE`."""
    return tag.partition("-")[0].lower()
