"""What operators measure, in the text format of Prometheus.

Computed from the database as it is asked for, and so the same whichever process answers; only requests are counted (web.counting). No
measure names a page, a language or a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from outreach.audit.queries import find_head
from outreach.core.config import Config
from outreach.core.jobs import JobState, is_worker_silent, list_states
from outreach.outbox.queries import count_by_state
from outreach.site.generations import find_current
from outreach.site.operations import site_folder
from outreach.web.counting import REQUESTS


def write_measures(config: Config) -> bytes:
    """Everything that is measured, now."""
    registry = CollectorRegistry()
    registry.register(_Known([*_measure_mails(), *_measure_jobs(config), *_measure_state(config)]))
    try:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    except ValueError:  # no folder is named: there is one process
        registry.register(REQUESTS)
    return generate_latest(registry)


class _Known(Collector):
    """Measures that are known already."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _measure_mails() -> Iterator[Metric]:
    mails = GaugeMetricFamily("outreach_mails", "Mails in the outbox, by state.", labels=["state"])
    for state, count in count_by_state().items():
        mails.add_metric([state], count)
    yield mails


def _measure_jobs(config: Config) -> Iterator[Metric]:
    states = list_states()
    runs = CounterMetricFamily("outreach_job_runs", "Runs of a job, by outcome.", labels=["job", "outcome"])
    busy = CounterMetricFamily("outreach_job_busy_seconds", "How long all runs of a job took.", labels=["job"])
    last = GaugeMetricFamily("outreach_job_last_seconds", "How long the latest run of a job took.", labels=["job"])
    finished = GaugeMetricFamily("outreach_job_finished_timestamp_seconds", "When a job last finished.", labels=["job"])
    for state in states:
        _add_job(state, runs, busy, last, finished)
    yield from (runs, busy, last, finished)
    running = 0 if is_worker_silent(config.clock()) else 1
    yield GaugeMetricFamily("outreach_worker_running", "1 while a job has finished lately.", value=running)


def _add_job(
    state: JobState, runs: CounterMetricFamily, busy: CounterMetricFamily, last: GaugeMetricFamily, finished: GaugeMetricFamily
) -> None:
    runs.add_metric([state.name, "done"], state.runs - state.failures)
    runs.add_metric([state.name, "failed"], state.failures)
    busy.add_metric([state.name], state.busy_seconds)
    last.add_metric([state.name], state.seconds)
    if state.finished_at:
        finished.add_metric([state.name], state.finished_at.timestamp())


def _measure_state(config: Config) -> Iterator[Metric]:
    current = find_current(site_folder(config))
    yield GaugeMetricFamily("outreach_publication_generation", "The published generation.", value=current.number if current else 0)
    yield GaugeMetricFamily("outreach_audit_place", "The place of the last row of the audit trail.", value=find_head().place)
