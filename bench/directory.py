"""Ten thousand services to measure on, with what the search looks for; the same ones on every call."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import time, timedelta
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, text

from bench.programme import NOW, SCOPE
from outreach.accounts.rules import Scope
from outreach.content.library import Gravity
from outreach.content.models import RevisionRow, UnitRow
from outreach.core.db import db, read_rows
from outreach.core.text import revision_id
from outreach.directory.models import Service, ServiceArea, ServiceGram, ServiceLanguage, ServiceNeed, ServiceOpening, ServicePhone
from outreach.directory.queries import has_words, services_of
from outreach.directory.rules import CallCost, Capacity, Cost, Mode, Need, PassesOn, Recourse, Stage, Standing
from outreach.directory.words import grams_of
from outreach.web.paging import SIZE

SERVICES = 10_000
_SYLLABLES = ("ba", "ku", "lo", "mi", "ne", "pa", "ri", "so", "ta", "ve", "wo", "zi", "dra", "sti", "gle", "fro")
_TAGS = ("ti", "ur", "pl", "ar", "ro", "so")
WORDS = ("kuzistigle quartz", "quartz", "xy", "é")  # two words, one, one of two signs and of one: ten services have them
COMMON = "stigle"  # a piece that many names have, a hundred and more


def fill_services(lead_id: UUID) -> None:
    """Write them and commit. One in a thousand has the rare words. Needs the programme, and an application context."""
    chance = random.Random(3)
    services = [_service(number, chance, lead_id) for number in range(SERVICES)]
    texts = [(one["description_key"], f"What service {one['id']} does.") for one in services]
    _write(UnitRow, ({"key": key, "kind": int(Gravity.MEANING), "english": english} for key, english in texts))
    _write(RevisionRow, ({"unit_key": key, "place": 0, "revision": revision_id(english), "text": english} for key, english in texts))
    _write(Service, services)
    ids = [one["id"] for one in services]
    _write(ServiceNeed, ({"service_id": one, "need": chance.choice(list(Need)), "place": 0} for one in ids))
    _write(ServiceArea, ({"service_id": one, "area": area} for one in ids for area in chance.sample(SCOPE, 2)))
    hours = {"opens": time(9), "closes": time(17)}
    _write(ServiceOpening, ({"service_id": one, "weekday": day, **hours} for one in ids for day in range(5)))
    phone = {"place": 0, "dial": "+441632960000", "display": "01632 960000", "cost": CallCost.FREE, "languages": []}
    _write(ServicePhone, ({"service_id": one, **phone} for one in ids))
    spoken = {"mode": Mode.NATIVE, "dialect": "", "days": [], "confirmed_on": NOW.date()}
    _write(ServiceLanguage, ({"service_id": one, "language": chance.choice(_TAGS), **spoken} for one in ids))
    _write(ServiceGram, ({"gram": gram, "service_id": one["id"]} for one in services for gram in grams_of(one["searched"])))
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))  # as it does by itself, some time later
    db.session.commit()


def search_cases(scope: Scope) -> Iterator[tuple[str, Callable[[], object], Callable[[], object]]]:
    """What is searched for, the search as the list makes it, and a read of the same rows by their primary key."""
    order = (func.lower(Service.name), Service.id)  # as the list is sorted
    for words in (*WORDS, COMMON):
        condition = has_words(words)
        assert condition is not None
        wanted = services_of(scope).where(condition).order_by(*order).limit(SIZE)
        ids = [row.id for row in read_rows(wanted).all()]
        if not ids:
            raise RuntimeError(f"nothing is called {words}")
        by_key = services_of(scope).where(Service.id.in_(ids)).order_by(*order).limit(SIZE)
        yield words, partial(_read, wanted), partial(_read, by_key)


def _read(wanted: Any) -> object:
    return read_rows(wanted).all()


def _write(table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    waiting = iter(rows)
    while some := list(islice(waiting, 20_000)):
        db.session.execute(insert(table), some)


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3))


def _service(number: int, chance: random.Random, lead_id: UUID) -> dict[str, Any]:
    service_id = UUID(int=chance.getrandbits(128), version=4)
    rare = " Quartz xyst Kuzistigle stigle é" if number % 1000 == 0 else ""
    name, provider = f"{_word(chance)} {_word(chance)}{rare}", f"{_word(chance)} {number % 500}"
    empty = ("address", "website", "email", "closed_because", "note")
    lists: dict[str, Any] = {name: [] for name in ("ties", "passes_to", "communities", "access")}
    return {
        "id": service_id,
        "name": name,
        "provider": provider,
        "searched": " ".join(f"{name} {provider}".casefold().split()),
        "description_key": f"service/{service_id}/description",
        "stage": Stage.SHOWN,
        "standing": Standing.PUBLIC,
        "passes_on": PassesOn.UNKNOWN,
        "capacity": Capacity.OPEN,
        "recourse": Recourse.UNKNOWN,
        "cost": Cost.FREE,
        **dict.fromkeys(("is_national", "is_confidential", "is_always_open", "is_demonstration"), False),
        **dict.fromkeys(empty, ""),
        **lists,
        "made_by_id": lead_id,
        "made_at": NOW,
        "changed_at": NOW,
        "confirmed_at": NOW - timedelta(days=number % 50),
        "version": 1,
    }
