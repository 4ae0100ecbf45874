"""The rows of this package, by what they are about; Django finds them through `models`."""
