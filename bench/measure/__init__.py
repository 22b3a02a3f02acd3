"""What bench/run is made of: servers to measure, drivers to measure with, and the rows."""
