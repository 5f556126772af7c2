"""Where on Earth things lie: reference systems declared, answered, doubted, and the way into a metric one."""
