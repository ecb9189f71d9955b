"""From a film and a lesson to files: jobs, the worker that draws, and what is said meanwhile."""
