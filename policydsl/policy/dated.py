"""Put several editions of one policy behind one object: the service date chooses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from policydsl.core.conversion import ordinal_of
from policydsl.core.decision import Decision
from policydsl.core.facts import FactTable
from policydsl.core.request import Request
from policydsl.core.requests import RequestChecker, from_json
from policydsl.core.scenario import Scenario
from policydsl.core.succession import Succession
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.frozen import frozen
from policydsl.policy.facade import InForce, Policy, RequestData, RequestError, day_of

if TYPE_CHECKING:
    from policydsl.explain import Explanation
    from policydsl.policy.scenarios import Ran
    from policydsl.semantics import Coverage


class SeveralEditionsError(TypeError):
    """One edition was asked for something that only one edition has."""


class DatedPolicy(Policy):
    """One policy in several editions, of which the service date of a request chooses one.

    A request may hold every fact that some edition declares; one that the chosen edition
    does not know is checked, and is not read. On a day on which no edition is in force the
    edition before it answers, or the first: `not_applicable`, with the line that says so.
    """

    def __init__(self, editions: tuple[Policy, ...], diagnostics: tuple[Diagnostic, ...]) -> None:
        """Take the editions in the order of time, and what was found between them."""
        self._editions = editions
        self._between = diagnostics
        self._succession = Succession([each.program for each in editions])
        self._elsewhere = tuple(_elsewhere(each, editions) for each in editions)

    def __reduce__(self) -> tuple[type[Policy], tuple[Any, ...]]:
        return DatedPolicy, (self._editions, self._between)

    def __repr__(self) -> str:
        return f"<Policy {self.id}, {len(self._editions)} editions>"

    # ---------------------------------------------------------------- editions

    @property
    def editions(self) -> tuple[Policy, ...]:
        return self._editions

    def at(self, day: date | str) -> Policy:
        return self._editions[self._succession.at(day_of(day))]

    @property
    def _last(self) -> Policy:
        return self._editions[-1]

    @property
    def id(self) -> str:
        return self._last.id

    @property
    def title(self) -> str:
        """The title of the last edition."""
        return self._last.title

    @property
    def edition(self) -> str | None:
        """None: there are several, and the receipt of a decision names its own."""
        return None

    @property
    def in_force(self) -> InForce:
        """From the first day of the first edition to the last day of the last."""
        return InForce(self._editions[0].in_force.start, self._last.in_force.end)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        every = (found for each in self._editions for found in each.diagnostics)
        return in_order((*self._between, *every))

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(scenario for each in self._editions for scenario in each.scenarios)

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        return tuple(coverage for each in self._editions for coverage in each.coverage)

    # -------------------------------------------------------------- what one has

    @property
    def checked(self) -> NoReturn:
        self._refuse("checked")

    @property
    def program(self) -> NoReturn:
        self._refuse("program")

    @property
    def graph(self) -> NoReturn:
        self._refuse("graph")

    def _refuse(self, what: str) -> NoReturn:
        raise SeveralEditionsError(
            f"`{self.id}` has {len(self._editions)} editions, and each its own `{what}`: "
            "take one of `editions`, or the one `at` a day"
        )

    # -------------------------------------------------------------------- verbs

    def decide(self, request: RequestData) -> Decision:
        edition, found = self._chosen(request)
        return (
            edition._kernel.decide(found) if isinstance(found, Request) else edition.decide(found)
        )

    def explain(self, request: RequestData) -> Explanation:
        edition, found = self._chosen(request)
        return edition._explained(found if isinstance(found, Request) else edition.request(found))

    def request(self, request: RequestData) -> Request:
        edition, found = self._chosen(request)
        return found if isinstance(found, Request) else edition.request(found)

    def test(self) -> Iterator[Ran]:
        for each in self._editions:
            yield from each.test()

    def schema(self) -> dict[str, Any]:
        from policydsl.policy.schema import json_schema

        return json_schema(*(each.program for each in self._editions))

    # ------------------------------------------------------------------- choice

    def _chosen(self, request: RequestData) -> tuple[Policy, RequestData | Request]:
        """Give the edition that answers, with the request or what checking it came to."""
        data: Any = request
        if isinstance(request, (str, bytes)):
            data = from_json(request)
            if isinstance(data, tuple):
                raise RequestError(data)
        if not isinstance(data, dict):
            return self._last, request
        index = self._succession.at(ordinal_of(data.get("as_of")))
        edition, elsewhere = self._editions[index], self._elsewhere[index]
        facts = data.get("facts")
        if elsewhere is None or not isinstance(facts, dict) or not elsewhere.concern(facts):
            return edition, request
        return edition, elsewhere.checked(edition, data)


@frozen
class _Elsewhere:
    """What only other editions declare: `names`, among all that a request may hold."""

    names: frozenset[str]
    checker: RequestChecker

    def concern(self, facts: dict[str, Any]) -> bool:
        return not self.names.isdisjoint(facts)

    def checked(self, edition: Policy, data: dict[str, Any]) -> Request:
        """Check all of a request, and keep what *edition* knows."""
        found = self.checker.validate(data)
        if isinstance(found, tuple):
            raise RequestError(found)
        kept = {name: value for name, value in found.facts.items() if name not in self.names}
        sound = Request(found.as_of, kept)
        if wrong := edition._contradictions(sound):
            raise RequestError(wrong)
        return sound


def _elsewhere(edition: Policy, editions: tuple[Policy, ...]) -> _Elsewhere | None:
    """Gather the facts that only other editions declare, each as the last of them does."""
    known = edition.program.facts.by_name
    every = {name: fact for each in editions for name, fact in each.program.facts.by_name.items()}
    names = frozenset(every.keys() - known.keys())
    return _Elsewhere(names, RequestChecker.of(FactTable(every | known))) if names else None
