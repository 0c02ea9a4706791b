"""What is doubtful stays out of what is told: alerts and differences leave it out until an analyst has confirmed it."""

from __future__ import annotations

from readouts.alerts.evaluation import put_news
from readouts.alerts.outbox import read_outbox
from readouts.alerts.watchlist import Rule, Watchlist
from tests.brief.pages import FIRST
from tests.pipelines.instance import Instance
from tests.reviewing.test_session import review
from tests.two_readers import ALONE, BOTH, OTHER, RULES

STANCES = ("support", "criticism", "restraint", "condemnation")
RULE = Rule(name="r", to=("desk",), countries=("NOR", "CHL"), stances=STANCES)
WATCHLIST = Watchlist({"desk": "json://127.0.0.1/"}, (RULE,))


def alerted(instance: Instance) -> str:
    with read_outbox(instance.home) as outbox:
        messages = put_news(instance.project, WATCHLIST, outbox, FIRST)
    return "\n".join(message.body for message in messages)


def test_alerts_leave_out_what_is_doubtful_until_it_is_confirmed(own: Instance) -> None:
    before = alerted(own)
    assert ALONE.rstrip(".") in before
    assert BOTH.rstrip(".") in before
    assert "SUPPORT: Norway" in before
    assert "CRITICISM: Norway" in before
    for doubtful in (RULES.rstrip("."), OTHER.rstrip("."), "RESTRAINT", "CONDEMNATION"):
        assert doubtful not in before
    review(own, *["r"] * 8)
    own.run(FIRST, offline=True)
    after = alerted(own)
    assert RULES.rstrip(".") in after
    assert OTHER.rstrip(".") in after
