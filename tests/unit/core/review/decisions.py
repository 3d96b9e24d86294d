"""Decisions of every shape, for properties."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from inbox_bot.core.review.decision import (
    AsJudged,
    Decision,
    FileUnder,
    LookAgain,
    Means,
    NamedApplicant,
    NotAnAgency,
    NotAnApplication,
    SetApart,
    Wish,
)

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)

wanted = st.one_of(
    st.builds(
        FileUnder, vacancy=st.sampled_from(["engineer", "analyst", "past", "gone", None]), not_an_agency=st.booleans()
    ),
    st.builds(SetApart, refuse=st.booleans()),
    st.sampled_from([NotAnAgency(), NotAnApplication(), LookAgain(), AsJudged()]),
)
applicants = st.none() | st.builds(
    NamedApplicant, name=st.none() | st.text(max_size=20), email=st.none() | st.sampled_from(["zoe@example.net"])
)
decisions = st.builds(
    Decision,
    wanted=wanted,
    applicant=applicants,
    number=st.none() | st.integers(1, 3),
    answer=st.sampled_from(Wish),
    by=st.none() | st.just("boss"),
    means=st.sampled_from(Means),
    at=st.just(AT),
)
