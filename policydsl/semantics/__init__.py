"""Turn the author's tree into the policy it means, or say what keeps it from meaning one."""
