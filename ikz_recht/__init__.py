"""ikz-recht: rule-based advice on the legal form of inter-municipal cooperation in Germany."""

__version__ = "0.3.0"
