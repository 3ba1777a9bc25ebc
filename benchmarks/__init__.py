"""Speed, scale and memory, beside what a user would pick instead; not installed."""
