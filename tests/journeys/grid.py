"""The calendar's grid as a person at the screen finds it: cards, times, dragging."""

from playwright.sync_api import Locator, Page, expect

STANDS_STILL = """() => new Promise((resolve) => {
  const where = () => {
    const place = document.getElementById("calendar-grid");
    const column = place?.querySelector(".cal-col")?.getBoundingClientRect();
    return place && column ? [place.scrollTop, column.x, column.y, column.height].join() : "";
  };
  let before = where();
  let frames = 0;
  const look = () => {
    const now = where();
    frames = now && now === before ? frames + 1 : 0;
    before = now;
    if (frames >= 5) resolve(); else requestAnimationFrame(look);
  };
  document.fonts.ready.then(() => requestAnimationFrame(look));
})"""


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


def click_at(page: Page, hour: float, *, column: int = 0) -> None:
    """Click on empty time."""
    still(page)
    box = page.locator(".cal-col").nth(column).bounding_box()
    assert box
    page.mouse.click(box["x"] + 30, minute_y(page, hour) + 4)


def still(page: Page) -> None:
    """Wait until nothing is being saved and the grid has stood where it is for some frames.

    The page scrolls to the day and draws itself anew by script; a place that was measured before is another one after.
    """
    expect(page.locator(".cal-card[data-saving]")).to_have_count(0)
    page.evaluate(STANDS_STILL)


def drag(page: Page, what: Locator, hour: float, *, lower_edge: bool = False) -> None:
    what.scroll_into_view_if_needed()
    still(page)
    box = what.bounding_box()
    assert box
    x = box["x"] + box["width"] / 3
    grab = box["height"] - 3 if lower_edge else 8
    page.mouse.move(x, box["y"] + grab)
    page.mouse.down()
    page.mouse.move(x, box["y"] + grab + 20, steps=3)
    page.mouse.move(x, minute_y(page, hour) + (0 if lower_edge else 8), steps=5)
    page.mouse.up()
