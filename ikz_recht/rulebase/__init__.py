"""YAML files to typed rules, with a position for every statement."""
