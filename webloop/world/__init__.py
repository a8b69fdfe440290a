"""The simulated web and the loop that moves it."""
