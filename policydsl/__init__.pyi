from policydsl.core.decision import Decision as Decision
from policydsl.policy import Policy as Policy
from policydsl.policy import PolicyError as PolicyError
from policydsl.policy import RequestError as RequestError
from policydsl.workspace import load as load

__version__: str
__all__: list[str]
