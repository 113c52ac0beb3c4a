"""The collector of cycles rests while much is made, and does not go through it afterwards."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from pipeline.pause import MUCH, keep_what_is_there, without_collecting


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    gc.collect()
    before = gc.get_freeze_count()
    yield
    if gc.get_freeze_count() != before:
        gc.unfreeze()


def _made(many: int) -> list[list[int]]:
    before = gc.get_freeze_count()
    with without_collecting():
        assert not gc.isenabled()
        values = [[number] for number in range(many)]
    assert gc.isenabled()
    return [*values, [gc.get_freeze_count() - before]]


def test_what_was_made_in_great_number_is_left_out_of_later_searches() -> None:
    assert _made(2 * MUCH)[-1][0] >= 2 * MUCH


def test_what_little_was_made_stays_searched() -> None:
    assert _made(1_000)[-1][0] <= 0


def test_what_is_kept_is_searched_seldom_and_no_more() -> None:
    before, kept = gc.get_threshold(), [[number] for number in range(1_000)]
    try:
        keep_what_is_there()
        assert gc.get_threshold()[2] > before[2]
        assert not any(each is kept[0] for each in gc.get_objects())
    finally:
        gc.set_threshold(*before)


def test_it_rests_until_the_last_thread_is_done() -> None:
    second_began, first_is_done, second_may_end = threading.Event(), threading.Event(), threading.Event()

    def second() -> None:
        with without_collecting():
            second_began.set()
            first_is_done.wait(10)
            held.append(gc.isenabled())
            second_may_end.set()

    held: list[bool] = []
    thread = threading.Thread(target=second)
    with without_collecting():
        thread.start()
        assert second_began.wait(10)
    first_is_done.set()
    assert second_may_end.wait(10)
    thread.join(10)
    assert held == [False]
    assert gc.isenabled()


def test_within_another_rest_nothing_wakes() -> None:
    with without_collecting():
        with without_collecting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
