"""What a cooperation brings: costs before and after for each partner, and what they hang on."""
