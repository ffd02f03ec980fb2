"""What changed from one version of a plan to the next, and what can be counted of it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kring_conference.domain.changes import changes, lines
from kring_conference.domain.counts import own_strengths, professional_help, still_open
from kring_shared.contracts.conference import Agreement, BorneBy, HelpAsked, LegalForm, PlanHolds, PlanText
from tests.unit.conference.case import FILIP
from tests.unit.conference.case import PLAN as WORDS

SAID = st.sampled_from(("Oma", "Opa", "the weekend", "every week", "calls"))
MAYBE = st.one_of(st.just(""), SAID)
AGREEMENTS = st.builds(
    Agreement,
    who=SAID,
    what=SAID,
    when=MAYBE,
    how_long=MAYBE,
    borne_by=st.sampled_from(BorneBy),
    people=st.sampled_from(((), (FILIP,))),
)
PLANS = st.builds(
    PlanText,
    agreements=st.lists(AGREEMENTS, min_size=1, max_size=4).map(tuple),
    strengths=st.lists(SAID, max_size=3).map(tuple),
    help_asked=st.lists(st.builds(HelpAsked, what=SAID, of_whom=MAYBE), max_size=3).map(tuple),
    review_on=st.sampled_from((None, date(2027, 3, 1), date(2027, 4, 1))),
    review_by=MAYBE,
    stay_in_touch=MAYBE,
    fallback_convener=MAYBE,
    fallback_person=st.sampled_from((None, FILIP)),
    whom_to_warn=MAYBE,
    legal_form=st.sampled_from(LegalForm),
)


@given(PLANS)
def test_of_the_same_words_nothing_changed(plan: PlanText) -> None:
    assert changes(plan, plan) == ()


@given(PLANS, PLANS)
def test_every_line_that_one_version_has_and_the_other_has_not_is_shown(was: PlanText, now: PlanText) -> None:
    found = changes(was, now)
    assert set(lines(was)) - set(lines(now)) <= {before for before, _ in found}
    assert set(lines(now)) - set(lines(was)) <= {after for _, after in found}


@given(PLANS, PLANS)
def test_read_the_other_way_round_each_change_is_turned_round(was: PlanText, now: PlanText) -> None:
    assert changes(now, was) == tuple((after, before) for before, after in changes(was, now))


@given(PLANS, PLANS)
def test_a_change_is_never_from_a_line_to_the_same_line(was: PlanText, now: PlanText) -> None:
    assert all(before != after for before, after in changes(was, now))


def test_a_change_reads_as_the_line_before_and_the_line_now() -> None:
    more = Agreement(who="Opa", what="calls", when="on Monday", how_long="a year", borne_by=BorneBy.PROFESSIONAL)
    later = WORDS.agreements[0].model_copy(update={"when": "every week"})
    now = WORDS.model_copy(update={"agreements": (later, more), "review_by": ""})
    assert changes(WORDS, now) == (
        ("Oma: has Filip for the weekend (every third week)", "Oma: has Filip for the weekend (every week)"),
        ("", "Opa: calls (on Monday; a year; borne by a professional)"),
        ("Who comes together to look: Everyone who is here", ""),
    )


def test_whom_an_agreement_binds_is_part_of_its_line_by_name_where_that_is_known() -> None:
    bound = WORDS.agreements[0].model_copy(update={"people": (FILIP,)})
    now = WORDS.model_copy(update={"agreements": (bound,)})
    ((_, by_name),) = changes(WORDS, now, {FILIP: "Filip"})
    ((_, by_id),) = changes(WORDS, now)
    assert by_name == "Oma: has Filip for the weekend (every third week; Filip)"
    assert FILIP in by_id


def test_own_strength_is_counted_apart_from_professional_help() -> None:
    plan = WORDS.model_copy(
        update={
            "agreements": (*WORDS.agreements, Agreement(who="School", what="calls", borne_by=BorneBy.PROFESSIONAL)),
            "help_asked": (HelpAsked(what="somebody who listens"), HelpAsked(what="a ride")),
        }
    )
    assert (own_strengths(plan), professional_help(plan)) == (1, 3)


def test_what_a_plan_leaves_open_is_named_in_the_order_it_is_asked() -> None:
    bare = PlanText(agreements=WORDS.agreements, review_on=date(2027, 3, 1))
    assert still_open(bare) == tuple(PlanHolds)  # a day without anybody who comes is no review
    assert PlanHolds.REVIEW not in still_open(WORDS)
    assert PlanHolds.FALLBACK not in still_open(WORDS)
