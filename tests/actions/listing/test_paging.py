"""Lists that come in pages: to their end, in no circle, and not for ever."""

from __future__ import annotations

import pytest

from ssotui.actions.listing.fetch_queue import Paging
from ssotui.errors import BadAnswer


def test_a_list_is_whole_with_the_page_that_has_no_token() -> None:
    paging = Paging[str]()
    assert not paging.add(("a", "b"), "1")
    assert paging.next_token == "1"
    assert paging.add(("b", "c"), None)
    assert list(paging.entries) == ["a", "b", "c"]


def test_a_page_that_comes_again_is_a_fault_and_the_next_to_ask_for() -> None:
    paging = Paging[str]()
    paging.add(("a",), "1")
    with pytest.raises(BadAnswer, match=r"^AWS returned the same page of a list twice\.$"):
        paging.add(("b",), "1")
    assert paging.next_token == "1"


def test_pages_without_end_are_given_up() -> None:
    paging = Paging[str]()
    for number in range(1000):
        paging.add((str(number),), f"fresh {number}")
    with pytest.raises(BadAnswer, match=r"^AWS returned a list of more than 1,000 pages\.$"):
        paging.add(("one more",), "fresh")
    assert len(paging.entries) == 1000
