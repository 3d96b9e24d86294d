"""Work that runs once at a time, and once more where it was asked for meanwhile."""

import threading

import pytest

from inbox_bot.daemon.coalesced_job import CoalescedJob


class Work:
    """Work that waits to be let go, and counts."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.runs = 0
        self.at_once = 0
        self.most = 0

    def __call__(self) -> None:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.runs += 1
        self.begun.release()
        assert self.go_on.acquire(timeout=10)
        self.at_once -= 1


def test_what_is_asked_for_during_a_run_is_done_once_more_by_the_one_who_runs():
    work = Work()
    job = CoalescedJob("poll", work)
    thread = threading.Thread(target=job.run)
    thread.start()
    assert work.begun.acquire(timeout=10)
    for _ in range(5):
        job.run()  # comes back at once
    assert work.runs == 1
    work.go_on.release(2)
    thread.join(10)
    assert (work.runs, work.most) == (2, 1)


def test_many_threads_never_run_it_at_once_and_the_last_request_is_never_lost():
    seen, asked = [], []
    lock = threading.Lock()

    def work() -> None:
        assert lock.acquire(blocking=False), "two at once"
        seen.append(len(asked))
        lock.release()

    job = CoalescedJob("poll", work)

    def ask() -> None:
        for _ in range(200):
            asked.append(1)
            job.run()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert job.is_over(10)
    assert seen[-1] == len(asked)  # the last run began after the last request


def test_a_job_can_be_waited_for():
    work = Work()
    job = CoalescedJob("poll", work)
    assert job.is_over(0)
    thread = threading.Thread(target=job.run)
    thread.start()
    assert work.begun.acquire(timeout=10)
    assert not job.is_over(0)
    work.go_on.release()
    assert job.is_over(10)
    thread.join(10)


def test_work_that_raises_leaves_the_job_free_for_the_next():
    def fail() -> None:
        raise LookupError

    job = CoalescedJob("poll", fail)
    for _ in range(2):
        with pytest.raises(LookupError):
            job.run()
    assert job.is_over(0)
