"""Whether the intervals hold the truth as often as they say, on simulated markets whose truth is known."""
