"""The calendar's grid as a person at the screen finds it: cards, times, dragging."""

from playwright.sync_api import Locator, Page


def card(page: Page, words: str) -> Locator:
    return page.locator(".cal-card[data-id]", has_text=words)


def minute_y(page: Page, hour: float) -> float:
    """The y of an hour in the window."""
    column = page.locator(".cal-col").first
    place = page.locator("#calendar-grid")
    box = column.bounding_box()
    assert box
    first = int(place.get_attribute("data-from") or 0)
    last = int(place.get_attribute("data-to") or 24)
    return box["y"] + (hour - first) * box["height"] / (last - first)


def drag(page: Page, what: Locator, hour: float, *, lower_edge: bool = False) -> None:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box
    x = box["x"] + box["width"] / 3
    grab = box["height"] - 3 if lower_edge else 8
    page.mouse.move(x, box["y"] + grab)
    page.mouse.down()
    page.mouse.move(x, box["y"] + grab + 20, steps=3)
    page.mouse.move(x, minute_y(page, hour) + (0 if lower_edge else 8), steps=5)
    page.mouse.up()
