"""Places one reads: behind, ahead, and what a new step does to them."""

from tfhelp.chat.trail import Place, Trail

FIRST, SECOND, THIRD = Place(1), Place(1, 2), Place(2, 0, document=True)


def test_an_empty_trail_leads_nowhere():
    assert Trail().place is None
    assert Trail().back() is None
    assert Trail().forward() is None


def test_the_first_place_has_nothing_behind_it():
    trail = Trail().to(FIRST)
    assert trail.place == FIRST
    assert trail.back() is None
    assert trail.forward() is None


def test_back_and_forward_lead_through_the_same_places():
    trail = Trail().to(FIRST).to(SECOND).to(THIRD)
    places = [trail.place]
    for step in (Trail.back, Trail.back, Trail.forward, Trail.forward):
        trail = step(trail)
        places.append(trail.place)
    assert places == [THIRD, SECOND, FIRST, SECOND, THIRD]
    assert trail.forward() is None
    assert trail == Trail().to(FIRST).to(SECOND).to(THIRD)


def test_a_new_place_after_going_back_replaces_what_was_ahead():
    trail = Trail().to(FIRST).to(SECOND).back().to(THIRD)
    assert trail.forward() is None
    assert trail.back().place == FIRST


def test_the_same_place_again_changes_neither_side():
    trail = Trail().to(FIRST).to(SECOND).to(THIRD).back()
    assert trail.to(SECOND) == trail


def test_a_step_leaves_the_trail_it_began_from_as_it_was():
    trail = Trail().to(FIRST).to(SECOND)
    trail.back()
    trail.to(THIRD)
    assert (trail.place, trail.behind, trail.ahead) == (SECOND, (FIRST,), ())
