"""The locale data of a language: English is British, so that the day comes first and the clock has 24 hours."""


def locale_of(language: str) -> str:
    """Babel's name of the locale for one of our languages: `en` gives `en_GB`, `sv` stays `sv`."""
    return "en_GB" if language == "en" else language
