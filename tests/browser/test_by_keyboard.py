"""By keyboard alone: somebody signs in, takes a request by phone and looks at it, and always sees where they are."""

from tests.browser.office import Office
from tests.browser.stories import a_name
from tests.browser.watched import Watched

MOST_STOPS = 120
WHERE = """
() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const look = getComputedStyle(here), box = here.getBoundingClientRect();
  const before = window.wasAt && document.contains(window.wasAt) ? window.wasAt : null;
  const order = before ? Boolean(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING) : true;
  window.wasAt = here;
  return {
    name: here.getAttribute("name") || "",
    href: here.getAttribute("href") || "",
    says: here.innerText || "",
    kind: here.tagName,
    action: here.form ? here.form.getAttribute("action") : "",
    seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
    there: box.bottom > 0 && box.top < window.innerHeight && box.width > 0,
    order,
  };
}
"""


def goes_to(somebody: Watched, **what: str) -> None:
    """Press Tab until there; every stop on the way shows itself, and comes after the one before."""
    passed = []
    for _ in range(MOST_STOPS):
        somebody.page.keyboard.press("Tab")
        stop = somebody.page.evaluate(WHERE)
        if stop is None:
            continue
        passed.append(stop["name"] or stop["href"] or stop["says"])
        assert stop["seen"], f"one sees where one is: {stop}"
        assert stop["there"], f"where one is, is on the screen: {stop}"
        assert stop["order"], f"it goes in the order one reads: {stop}, after {passed[-2:]}"
        if all(str(stop[name]).endswith(value) for name, value in what.items()):
            return
    raise AssertionError(f"never came to {what}: {passed}")


def presses(somebody: Watched, key: str) -> None:
    """Press what sends or opens, and wait for the page that follows."""
    with somebody.page.expect_navigation():
        somebody.page.keyboard.press(key)


def types(somebody: Watched, name: str, words: str) -> None:
    """Go to a field and type."""
    goes_to(somebody, name=name)
    somebody.page.keyboard.type(words)


def test_by_keyboard_alone_a_manager_takes_a_request_and_looks_at_it(own_office: Office) -> None:
    manager, name = own_office.visitor(), a_name()
    manager.sees("/sign-in")
    goes_to(manager, href="#main")
    presses_within(manager)
    types(manager, "login", "manager")
    types(manager, "password", "invented people")
    presses(manager, "Enter")
    goes_to(manager, href="/manager/requests")
    presses(manager, "Enter")
    goes_to(manager, href="/manager/requests/new")
    presses(manager, "Enter")
    types(manager, "requester_name", "Mies Kuiper")
    types(manager, "requester_organisation", "Wijkteam Oost")
    types(manager, "requester_email", "mies@wijkteam.example")
    types(manager, "p0-name", name)
    types(manager, "p0-birth_year", "1984")
    types(manager, "p0-municipality", "Utrecht")
    types(manager, "question", "Wat is er nodig zodat het thuis weer rustig is?")
    goes_to(manager, says=manager.page.locator("p.acts button").inner_text())
    presses(manager, "Space")
    assert name in manager.text
    goes_to(manager, name="conference_type")
    manager.page.keyboard.press("ArrowDown")
    goes_to(manager, kind="BUTTON", action="/triage-request")
    presses(manager, "Enter")
    assert manager.page.locator("main form[action$='/ask-consent']").count() == 1, "now the people can be asked"
    manager.must_be_good_for_all()


def presses_within(somebody: Watched) -> None:
    """Follow a link to a place on the same page."""
    somebody.page.keyboard.press("Enter")
    assert somebody.page.url.endswith("#main")
