"""A page that is open changes by itself when something happens, and what somebody is writing stays."""

from kring_shared.runtime.embedded.folder import read_running
from tests.browser.office import Office
from tests.integration.kring_command import kring


def test_an_open_page_shows_what_came_in_without_being_asked(own_office: Office) -> None:
    manager = own_office.signed_in("manager")
    manager.sees("/manager/requests")
    with manager.page.expect_response(lambda answer: answer.request.headers.get("x-by-itself") == "yes") as heard:
        running = read_running(own_office.folder)
        assert running is not None
        handed_in = kring(
            "refer", "deploy/examples/referrals.csv", "--office", "utrecht", "--dir", str(own_office.folder)
        )
        assert handed_in.returncode == 0, handed_in.stderr
    assert heard.value.status == 200
    manager.must_be_fine()
