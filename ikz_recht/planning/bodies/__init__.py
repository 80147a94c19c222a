"""The way through the bodies: who decides, with which majority, when, in which order, and what is said against it."""
