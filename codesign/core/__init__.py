"""The rules: participation, evidence and commissioning as values and functions of their arguments."""
