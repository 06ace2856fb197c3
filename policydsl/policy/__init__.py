"""The policy that services embed: decide, explain, describe what a request may hold."""

from policydsl.policy.facade import Policy, PolicyError, RequestError

__all__ = ["Policy", "PolicyError", "RequestError"]
