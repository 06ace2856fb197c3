"""The policy that services embed: decide, explain, describe what a request may hold."""

from policydsl.policy.facade import InForce, Policy, PolicyError, RequestError

__all__ = ["InForce", "Policy", "PolicyError", "RequestError"]
