"""A network of cooperations: who does what for whom, how it looks, how it grows, and how far its projects are."""
