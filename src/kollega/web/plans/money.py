"""Amounts of the catalogue in words."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language


def amount_words(minor: int, currency: str) -> str:
    """Return an amount in minor units as the language writes it, without decimals when they are zero."""
    digits = get_currency_precision(currency)
    value = Decimal(minor).scaleb(-digits)
    locale = Locale.parse(get_language() or "en", sep="-")
    if value == value.to_integral_value():
        pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
        return format_currency(value, currency, pattern, locale=locale, currency_digits=False)
    return format_currency(value, currency, locale=locale)
