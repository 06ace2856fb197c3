from policydsl.core.decision import Decision as Decision
from policydsl.policy import Policy as Policy
from policydsl.policy import PolicyError as PolicyError
from policydsl.policy import RequestError as RequestError
from policydsl.workspace import load as load
from policydsl.workspace.versions import diff as diff

__version__: str
__all__: list[str]
