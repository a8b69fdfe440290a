"""What is known of the real web, and how well the model's past agrees with it."""
