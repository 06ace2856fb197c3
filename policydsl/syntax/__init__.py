"""Turn the text of a policy into the tree its author wrote, and that tree back into text."""
