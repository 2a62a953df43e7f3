"""Programs of other projects, each run by tests.benchmarks.matching in an environment of its own."""
